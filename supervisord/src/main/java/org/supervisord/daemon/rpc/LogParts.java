package org.supervisord.daemon.rpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.log.LogFileReader;

/** Parts of logs as answers. */
final class LogParts {
    private LogParts() {}

    static LogText read(Optional<Path> file, int offset, int length) throws RpcFault {
        if (file.isEmpty() || !Files.exists(file.get())) {
            throw file.isEmpty()
                    ? new RpcFault(Fault.NO_FILE)
                    : new RpcFault(Fault.NO_FILE, file.get().toString());
        }
        try {
            return new LogText(LogFileReader.read(file.get(), offset, length));
        } catch (LogFileReader.BadRange e) {
            throw new RpcFault(Fault.BAD_ARGUMENTS);
        } catch (IOException e) {
            throw new RpcFault(Fault.FAILED);
        }
    }

    /** The text, where the log ends, and whether there was more. */
    static List<Object> tail(Optional<Path> file, int offset, int length) {
        if (file.isEmpty() || !Files.exists(file.get())) {
            return List.of("", 0, false);
        }
        try {
            LogFileReader.Tail tail = LogFileReader.tail(file.get(), offset, length);
            return List.of(
                    new LogText(tail.data()), Numbers.capped(tail.offset()), tail.overflow());
        } catch (IOException e) {
            return List.of("", offset, false);
        }
    }
}
