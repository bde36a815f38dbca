package org.supervisord.ctl.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void anInterruptEndsWhatGoesOnInAScriptAndNotTheScript() throws Exception {
        Console console = new Console(new ByteArrayOutputStream(), Optional.empty());
        console.outliveInterrupts();
        CountDownLatch ended = new CountDownLatch(1);
        Runnable done = console.onInterrupt(ended::countDown, "farewell");
        sun.misc.Signal.raise(new sun.misc.Signal("INT"));
        ended.await();
        done.run();
    }

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
