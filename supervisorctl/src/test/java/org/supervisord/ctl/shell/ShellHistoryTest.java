package org.supervisord.ctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jline.reader.History;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellHistoryTest {
    @TempDir private Path folder;

    @Test
    void shellsThatShareAFileHaveEachOthersLines() throws Exception {
        Path file = Files.writeString(folder.resolve("h"), "version\n");
        ShellHistory one = new ShellHistory(Optional.of(new HistoryFile(file)));
        ShellHistory other = new ShellHistory(Optional.of(new HistoryFile(file)));
        one.add("pid");
        other.add("avail");
        one.load();
        one.add(" status");
        other.load();
        assertEquals(List.of("version", "pid", "avail", " status"), lines(other));
        assertEquals("version\npid\navail\n status\n", Files.readString(file));
    }

    @Test
    void whatCanNotBeWrittenIsThereNevertheless() throws Exception {
        ShellHistory history = new ShellHistory(Optional.of(new HistoryFile(folder)));
        history.add("pid");
        history.load();
        assertEquals(List.of("pid"), lines(history));
    }

    @Test
    void whatWasTypedStaysWhenTheFileCanNotBeReadAnyMore() throws Exception {
        Path file = Files.writeString(folder.resolve("h"), "version\n");
        ShellHistory history = new ShellHistory(Optional.of(new HistoryFile(file)));
        history.load();
        history.add("pid");
        Files.delete(file);
        history.load();
        assertEquals(List.of("version", "pid"), lines(history));
    }

    @Test
    void withoutAFileItIsOfThisShell() throws Exception {
        ShellHistory history = new ShellHistory(Optional.empty());
        history.add("pid");
        history.load();
        assertEquals(List.of("pid"), lines(history));
    }

    private static List<String> lines(History history) {
        return StreamSupport.stream(history.spliterator(), false).map(History.Entry::line).toList();
    }
}
