package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LateLoggingTest {
    private final LateLogging logging = new LateLogging();

    @BeforeEach
    void asTheJdkBegins() {
        assertThrows(IOException.class, logging::readConfiguration);
    }

    @Test
    void nothingIsReadForJna() {
        logging.getLogger("com.sun.jna.Native");
        assertNull(logging.getProperty("handlers"));
    }

    @Test
    void itIsReadForAnybodyElse() {
        logging.getLogger("org.example.Plugin");
        assertNotNull(logging.getProperty("handlers"));
    }

    @Test
    void itIsReadForWhoeverWantsTheRoot() {
        logging.getLogger("");
        assertNotNull(logging.getProperty("handlers"));
    }

    @Test
    void itIsReadWhenThatIsAskedFor() throws IOException {
        logging.readConfiguration();
        assertNotNull(logging.getProperty("handlers"));
    }

    @Test
    void anotherConfigurationStays() throws IOException {
        byte[] own = "org.example.level=FINE\n".getBytes(StandardCharsets.UTF_8);
        logging.readConfiguration(new ByteArrayInputStream(own));
        logging.getLogger("org.example.Plugin");
        assertEquals("FINE", logging.getProperty("org.example.level"));
        assertNull(logging.getProperty("handlers"));
    }
}
