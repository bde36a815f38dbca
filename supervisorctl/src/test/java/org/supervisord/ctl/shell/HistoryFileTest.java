package org.supervisord.ctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir private Path folder;

    @Test
    void nothingIsMadeInTheHomeOfSomebodyElse() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"));
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.setAttribute(home, "unix:uid", 65534);
        Map<String, String> environment = Map.of("HOME", home.toString());
        assertEquals(Optional.empty(), HistoryFile.of(Optional.empty(), environment));
        assertFalse(Files.exists(home.resolve(".local")));
        Files.setAttribute(home, "unix:uid", 0);
        assertTrue(HistoryFile.of(Optional.empty(), environment).isPresent());
    }

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

    @Test
    void whatReadlineHasWrittenIsKeptAndAddedTo() throws Exception {
        Path file = Files.writeString(folder.resolve("h"), "version\n pid a\n12:30 lunch\n\n#1\n");
        HistoryFile history = new HistoryFile(file);
        assertEquals(
                Optional.of(List.of("version", " pid a", "12:30 lunch", "#1")), history.lines());
        assertTrue(history.add("  avail\\"));
        assertEquals("version\n pid a\n12:30 lunch\n\n#1\n  avail\\\n", Files.readString(file));
    }

    @Test
    void timesOfEarlierVersionsAreDropped() throws Exception {
        Path file =
                Files.writeString(folder.resolve("h"), "1764241200000:pid a\\\\b\nversion\n12:x\n");
        assertEquals(
                Optional.of(List.of("pid a\\b", "version", "12:x")), new HistoryFile(file).lines());
    }

    @Test
    void aLineThatHasNoEndGetsOne() throws Exception {
        Path file = Files.writeString(folder.resolve("h"), "version");
        assertTrue(new HistoryFile(file).add("pid"));
        assertEquals("version\npid\n", Files.readString(file));
    }

    @Test
    void bytesOfAnyKindStay() throws Exception {
        byte[] latin = "stop caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("h"), latin);
        HistoryFile history = new HistoryFile(file);
        assertTrue(history.add("pid"));
        assertEquals(Optional.of(List.of("stop caf\ufffd", "pid")), history.lines());
        assertEquals("stop caf\u00e9\npid\n", Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    @Test
    void whatIsNoFileIsPassedOver() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe + "").start().waitFor());
        for (Path none : List.of(folder, pipe, folder.resolve("no/h"), Path.of("/dev/null"))) {
            HistoryFile history = new HistoryFile(none);
            assertEquals(Optional.empty(), history.lines(), none + "");
            assertFalse(history.add("pid"), none + "");
        }
    }

    @Test
    void anotherIsMadeWhenItWasRemoved() throws Exception {
        Path file = folder.resolve("h");
        assertTrue(new HistoryFile(file).add("pid"));
        assertEquals("rw-------", mode(file));
    }

    @Test
    void theOldestLinesGoWhenThereAreTooMany() throws Exception {
        Path file = folder.resolve("h");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 12_500; i++) {
            lines.append("pid ").append(i).append('\n');
        }
        Files.writeString(file, lines);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        HistoryFile history = new HistoryFile(link);
        assertEquals(12_500, history.lines().orElseThrow().size());
        assertTrue(history.add("version"));
        List<String> left = Files.readAllLines(file);
        assertEquals(10_000, left.size());
        assertEquals("pid 2502", left.get(0));
        assertEquals("version", left.get(9_999));
        assertEquals("rw-r-----", mode(file));
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void somebodyElsesIsAddedToAndNotReplaced() throws Exception {
        assumeTrue(Files.getOwner(folder).getName().equals("root"), "only root may write to it");
        Path file = Files.writeString(folder.resolve("h"), "pid\n".repeat(12_500));
        UserPrincipal nobody =
                folder.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName("nobody");
        Files.setOwner(file, nobody);
        Object before = Files.getAttribute(file, "unix:ino");
        assertTrue(new HistoryFile(file).add("version"));
        assertEquals(12_501, Files.readAllLines(file).size());
        assertEquals(before, Files.getAttribute(file, "unix:ino"));
        assertEquals(nobody, Files.getOwner(file));
    }

    @Test
    void onlyTheEndOfAVeryLargeOneIsRead() throws Exception {
        Path file =
                Files.writeString(folder.resolve("h"), "x".repeat(5 << 20) + "\nversion\npid\n");
        assertEquals(Optional.of(List.of("version", "pid")), new HistoryFile(file).lines());
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
