package org.supervisord.daemon;

import java.util.List;
import org.supervisord.daemon.log.LogSink;

/** The logs of a child, open. Those of a channel that there is no pipe for are empty. */
record ChildLogs(List<LogSink> stdout, List<LogSink> stderr) {
    /** For a child that there is not going to be. */
    void close() {
        stdout.forEach(LogSink::close);
        stderr.forEach(LogSink::close);
    }
}
