package org.supervisord.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockFileTest {
    private static final String HELD = "held";
    private static final String FREE = "free";

    @TempDir Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("lock");
    }

    /** Another process, which tries to hold the file that it is given. */
    static final class Another {
        private Another() {}

        public static void main(String[] arguments) throws IOException {
            Optional<LockFile> lock = LockFile.tryToHold(Path.of(arguments[0]));
            System.out.print(lock.isEmpty() ? HELD : FREE);
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
    }

    private String foundByAnotherProcess() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Another.class.getName(),
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return found;
    }

    @Test
    void anotherProcessDoesNotGetWhatIsHeld() throws Exception {
        try (LockFile lock = LockFile.tryToHold(file).orElseThrow()) {
            assertEquals(HELD, foundByAnotherProcess());
            assertTrue(Files.exists(file), "of " + lock);
        }
        assertFalse(Files.exists(file));
        assertEquals(FREE, foundByAnotherProcess());
    }

    @Test
    void anotherThreadDoesNotGetWhatIsHeld() throws IOException {
        LockFile lock = LockFile.tryToHold(file).orElseThrow();
        assertEquals(Optional.empty(), LockFile.tryToHold(file));
        lock.close();
        LockFile.tryToHold(file).orElseThrow().close();
    }

    @Test
    void whatAKilledOneLeftIsNoObstacle() throws IOException {
        Files.write(file, new byte[3_000_000]);
        LockFile.tryToHold(file).orElseThrow().close();
        assertFalse(Files.exists(file));
    }
}
