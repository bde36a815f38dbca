package org.supervisord.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
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

    private static Optional<LockFile> tryToHold(Path file) throws IOException {
        return LockFile.tryToHold(file, (int) Files.getAttribute(file.getParent(), "unix:uid"));
    }

    /** Another process, which tries to hold the file that it is given. */
    static final class Another {
        private Another() {}

        public static void main(String[] arguments) throws IOException {
            Optional<LockFile> lock = tryToHold(Path.of(arguments[0]));
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
        try (LockFile lock = tryToHold(file).orElseThrow()) {
            assertEquals(HELD, foundByAnotherProcess());
            assertTrue(Files.exists(file), "of " + lock);
        }
        assertFalse(Files.exists(file));
        assertEquals(FREE, foundByAnotherProcess());
    }

    @Test
    void anotherThreadDoesNotGetWhatIsHeld() throws IOException {
        LockFile lock = tryToHold(file).orElseThrow();
        assertEquals(Optional.empty(), tryToHold(file));
        lock.close();
        tryToHold(file).orElseThrow().close();
    }

    @Test
    void whatAKilledOneLeftIsNoObstacle() throws IOException {
        Files.write(file, new byte[3_000_000]);
        tryToHold(file).orElseThrow().close();
        assertFalse(Files.exists(file));
    }

    @Test
    void anotherUsersFileIsRefused() throws IOException {
        Files.writeString(file, "precious");
        int owner = (int) Files.getAttribute(file, "unix:uid");
        assertThrows(AccessDeniedException.class, () -> LockFile.tryToHold(file, owner + 1));
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void aSecondNameOfAFileIsRefused() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createLink(file, victim);
        assertThrows(AccessDeniedException.class, () -> tryToHold(file));
        assertEquals("precious", Files.readString(victim));
    }

    @Test
    void whatIsNoPlainFileIsRefused() throws Exception {
        Files.createSymbolicLink(file, folder.resolve("victim"));
        assertThrows(AccessDeniedException.class, () -> tryToHold(file));
        assertFalse(Files.exists(folder.resolve("victim")));
        Files.delete(file);
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        assertThrows(AccessDeniedException.class, () -> tryToHold(file));
    }
}
