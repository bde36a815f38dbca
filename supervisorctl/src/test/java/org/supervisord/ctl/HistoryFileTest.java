package org.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir private Path folder;

    @Test
    void isTheOneThatIsConfigured() throws Exception {
        Path file = folder.resolve("h");
        assertEquals(Optional.of(file), HistoryFile.of(Optional.of(file), Map.of("HOME", "/x")));
        assertEquals("rw-------", mode(file));
        Path missing = folder.resolve("no/h");
        assertEquals(Optional.empty(), HistoryFile.of(Optional.of(missing), Map.of()));
    }

    @Test
    void isInTheFolderForStateOtherwise() throws Exception {
        Path state = folder.resolve("state");
        Path file = state.resolve("supervisord/ctl_history");
        assertEquals(
                Optional.of(file),
                HistoryFile.of(
                        Optional.empty(), Map.of("XDG_STATE_HOME", state + "", "HOME", "/x")));
        assertEquals("rw-------", mode(file));
        assertEquals("rwx------", mode(file.getParent()));
        assertEquals(
                Optional.of(folder.resolve(".local/state/supervisord/ctl_history")),
                HistoryFile.of(
                        Optional.empty(),
                        Map.of("XDG_STATE_HOME", "relative", "HOME", folder + "")));
        assertEquals(Optional.empty(), HistoryFile.of(Optional.empty(), Map.of()));
        assertFalse(Files.exists(Path.of("relative")));
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
