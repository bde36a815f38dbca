package org.supervisord.ctl.shell;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.reader.impl.history.DefaultHistory;

/** What was typed, here and in other shells that share a file; without one, only here. */
final class ShellHistory extends DefaultHistory {
    private final Optional<HistoryFile> file;
    private final List<String> unwritten = new ArrayList<>();

    ShellHistory(Optional<HistoryFile> file) {
        this.file = file;
    }

    /** Takes what the file has now. If that can't be read, all is as before. */
    @Override
    public void load() throws IOException {
        Optional<List<String>> lines = file.flatMap(HistoryFile::lines);
        if (lines.isPresent()) {
            purge();
            lines.get().forEach(this::take);
            unwritten.forEach(this::take);
        }
    }

    private void take(String line) {
        internalAdd(Instant.EPOCH, line, false);
    }

    /** A line that was typed. */
    @Override
    protected void internalAdd(Instant time, String line) {
        super.internalAdd(time, line);
        if (file.isPresent() && !file.get().add(line)) {
            unwritten.add(line);
        }
    }
}
