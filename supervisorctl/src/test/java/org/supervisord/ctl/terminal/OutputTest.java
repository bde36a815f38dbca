package org.supervisord.ctl.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
    private static final byte[] LINE = "line\n".getBytes(StandardCharsets.UTF_8);

    @TempDir private Path folder;
    private final List<String> done = new ArrayList<>();

    @Test
    void whatComesBehindAFailureIsDropped() {
        FailingStream stream = new FailingStream(1, "Broken pipe");
        Output output = new Output(stream);
        output.write(LINE);
        assertFalse(output.isGone());
        output.write(LINE);
        assertTrue(output.isGone());
        output.write(LINE);
        assertEquals("line\n", stream.toString());
        assertEquals(2, stream.tries());
    }

    @Test
    void whatGoesOnForEverIsEndedOnce() {
        Output output = new Output(new FailingStream(0, "Broken pipe"));
        output.whenGone(() -> done.add("first"));
        output.whenGone(() -> done.add("over")).run();
        assertEquals(List.of(), done);
        output.write(LINE);
        output.write(LINE);
        assertEquals(List.of("first"), done);
        output.whenGone(() -> done.add("late"));
        assertEquals(List.of("first", "late"), done);
    }

    @Test
    void aReaderThatHasGoneIsNoFault() throws Exception {
        assertEquals(Optional.empty(), fault("Broken pipe", Optional.empty()));
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertEquals(Optional.empty(), fault("Datenübergabe unterbrochen", Optional.of(pipe)));
    }

    @Test
    void everythingElseIsAFault() throws Exception {
        Optional<String> full = Optional.of("No space left on device");
        assertEquals(full, fault(full.get(), Optional.empty()));
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals(full, fault(full.get(), Optional.of(file)));
        assertEquals(full, fault(full.get(), Optional.of(folder.resolve("none"))));
        assertEquals(Optional.empty(), new Output(new FailingStream(9, "")).fault());
    }

    private static Optional<String> fault(String error, Optional<Path> file) {
        Output output = new Output(new FailingStream(0, error), file);
        output.write(LINE);
        return output.fault();
    }
}
