package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LateLoggingTest {
    private final LateLogging manager = new LateLogging();

    private static Logger named(String name) {
        return new Logger(name, null) {};
    }

    @Test
    void nothingIsReadForJna() {
        assertThrows(IOException.class, manager::readConfiguration);
        manager.addLogger(named("com.sun.jna.Native"));
        manager.addLogger(named(""));
        assertThrows(IOException.class, manager::readConfiguration);
        assertNull(manager.getProperty("handlers"));
    }

    @Test
    void itIsReadForAnybodyElse() throws IOException {
        manager.addLogger(named("com.sun.jna.Native"));
        Logger other = named("org.example.Plugin");
        manager.addLogger(other);
        assertNotNull(manager.getProperty("handlers"));
        assertEquals(other, manager.getLogger("org.example.Plugin"));
        manager.readConfiguration();
    }
}
