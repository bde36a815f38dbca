package org.supervisord.ctl.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void whatPassesStaysOnOneLineHoweverLongItIs() {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Console console = new Console(output, Optional.empty());
        console.passing("stopping");
        console.print("done");
        assertEquals(
                "\033[?7lstopping\033[?7h\r\033[Kdone\n", output.toString(StandardCharsets.UTF_8));
    }
}
