package org.supervisord.daemon.children;

import java.io.IOException;
import java.util.List;
import org.supervisord.daemon.log.LogSink;

/** The logs of a child; there are none for a channel that has no pipe of its own. */
record ChildLogs(List<LogSink> stdout, List<LogSink> stderr) {
    /**
     * Opens them.
     *
     * @throws IOException when one of them can't be opened
     */
    void open() throws IOException {
        for (LogSink log : stdout) {
            log.open();
        }
        for (LogSink log : stderr) {
            log.open();
        }
    }

    /** For a child that there is not going to be. */
    void close() {
        stdout.forEach(LogSink::close);
        stderr.forEach(LogSink::close);
    }
}
