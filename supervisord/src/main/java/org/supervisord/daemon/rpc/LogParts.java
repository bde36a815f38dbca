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
    /** What is longer than this has a turn of its own. */
    private static final int LONG = 256 << 10;

    private final Turns turns;

    LogParts(Turns turns) {
        this.turns = turns;
    }

    /**
     * The text, or what will be; by the rules of {@link LogFileReader#read}.
     *
     * @param name what the file is called where it is missing
     */
    Object read(Optional<Path> file, Optional<String> name, long offset, long length)
            throws RpcFault {
        long wanted = length > 0 ? length : offset < 0 ? -offset : Long.MAX_VALUE;
        return isLong(file, wanted)
                ? turns.take(() -> text(file, name, offset, length))
                : text(file, name, offset, length);
    }

    /** The text, where the log ends, and whether there was more; or what will be. */
    Object tail(Optional<Path> file, long offset, long length) throws RpcFault {
        return isLong(file, length)
                ? turns.take(() -> end(file, offset, length))
                : end(file, offset, length);
    }

    private static boolean isLong(Optional<Path> file, long wanted) {
        try {
            return wanted > LONG && file.isPresent() && Files.size(file.get()) > LONG;
        } catch (IOException e) {
            // whoever reads it will see
            return false;
        }
    }

    private static LogText text(
            Optional<Path> file, Optional<String> name, long offset, long length) throws RpcFault {
        if (file.isEmpty() || !Files.exists(file.get())) {
            throw name.map(it -> new RpcFault(Fault.NO_FILE, it))
                    .orElseGet(() -> new RpcFault(Fault.NO_FILE));
        }
        try {
            return new LogText(LogFileReader.read(file.get(), offset, length));
        } catch (LogFileReader.BadRange e) {
            throw new RpcFault(Fault.BAD_ARGUMENTS);
        } catch (IOException e) {
            throw new RpcFault(Fault.FAILED);
        }
    }

    private static List<Object> end(Optional<Path> file, long offset, long length) {
        if (file.isEmpty() || !Files.exists(file.get())) {
            return List.of("", 0, false);
        }
        try {
            LogFileReader.Tail tail = LogFileReader.tail(file.get(), offset, length);
            return List.of(
                    new LogText(tail.data()), Numbers.capped(tail.offset()), tail.overflow());
        } catch (IOException e) {
            return List.of("", Numbers.capped(offset), false);
        }
    }
}
