package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisord.common.WorkingFolder;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.posix.FileError;
import org.supervisord.daemon.posix.LaunchDescriptors;
import org.supervisord.daemon.posix.OutputDescriptor;

/**
 * All logs of a run of the daemon: chooses how one is written by its name and by what is there
 * under that name. Those who name the same log write to the same one.
 */
public final class LogSinks {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final Pattern DESCRIPTOR = Pattern.compile("/(?:dev|proc/self)/fd/(\\d{1,9})");
    private static final Map<String, Integer> STANDARD =
            Map.of("/dev/stdin", STDIN, "/dev/stdout", STDOUT, "/dev/stderr", STDERR);
    private static final int MOST_LINKS = 40;

    private final LogWorld world;
    private final Consumer<String> trouble;
    private final Map<Path, Shared> shared = new HashMap<>();

    private final Map<String, LogSnapshot> former = new HashMap<>();
    private Optional<Inheritance> inheritance = Optional.empty();

    private static final class Shared {
        private final LogSink log;
        private int users;

        Shared(LogSink log) {
            this.log = log;
        }
    }

    /**
     * What logs are opened with.
     *
     * @param trouble told in one line when a log can't be written, and when it can be again
     */
    public LogSinks(LogWorld world, Consumer<String> trouble) {
        this.world = world;
        this.trouble = trouble;
    }

    /** Syslog, as a program of this name writes to it. */
    public LogSink syslog(String name) {
        return world.syslog().log(name);
    }

    /** The logs in a folder that the daemon with this identifier names itself. */
    public AutomaticLogs automatic(Path folder, String identifier) {
        return new AutomaticLogs(folder, identifier, world.disposal());
    }

    /**
     * A log that may not be open yet. The parameters are those of {@link RotatingFile}; of those
     * who share a log, the first one's count.
     */
    public LogSink of(Path path, long maxbytes, int backups, String mode) {
        OptionalInt descriptor = descriptorBehindLinks(path);
        if (descriptor.isEmpty() || descriptor.getAsInt() == STDIN) {
            return shared(path, maxbytes, backups, mode);
        }
        int number = descriptor.getAsInt();
        if (number == STDOUT) {
            return new SharedLog(world.standard().stdout(), () -> {});
        }
        if (number == STDERR) {
            return new SharedLog(world.standard().stderr(), () -> {});
        }
        OptionalInt now = LaunchDescriptors.now(number);
        if (now.isEmpty()) {
            // what the JVM has under that number is nobody's log
            return stream(
                    path,
                    () -> {
                        throw new NoSuchFileException(path.toString());
                    });
        }
        Path there = now.getAsInt() == number ? path : Path.of("/proc/self/fd/" + now.getAsInt());
        return shared(there, maxbytes, backups, mode);
    }

    private LogSink shared(Path path, long maxbytes, int backups, String mode) {
        Path key = WorkingFolder.absolute(path).normalize();
        Shared it =
                shared.computeIfAbsent(key, p -> new Shared(make(path, maxbytes, backups, mode)));
        it.users++;
        return new SharedLog(it.log, () -> leave(key, it));
    }

    private LogSink make(Path path, long maxbytes, int backups, String mode) {
        Optional<LogSnapshot> before = Optional.ofNullable(former.remove(path.toString()));
        if (LogFileOpener.isPlain(path)) {
            RotatingFile file =
                    new RotatingFile(
                            path,
                            maxbytes,
                            backups,
                            mode,
                            trouble,
                            world.fatalReasons(),
                            world.disposal());
            before.ifPresent(it -> resume(path, () -> file.resume(it, inheritance.orElseThrow())));
            return file;
        }
        StreamLog stream = stream(path, () -> OutputDescriptor.open(path));
        before.ifPresent(it -> resume(path, () -> stream.resume(it, inheritance.orElseThrow())));
        return stream;
    }

    private StreamLog stream(Path path, StreamLog.Source source) {
        return new StreamLog(path.toString(), source, world.loop(), StreamLog.PATIENCE, trouble);
    }

    /** Going on with a log that a former program has written. */
    private interface Resuming {
        void run() throws IOException;
    }

    private void resume(Path path, Resuming resuming) {
        try {
            resuming.run();
        } catch (IOException e) {
            // it will be opened by its name
            trouble.accept("can't go on with log " + path + " as it was: " + FileError.text(e));
        }
    }

    /** What another program needs to go on with all the logs that are open. */
    public List<LogSnapshot> snapshot(Keeper keeper) throws IOException {
        List<LogSnapshot> all = new ArrayList<>();
        for (Shared it : shared.values()) {
            if (it.log instanceof RotatingFile file) {
                all.add(file.snapshot(keeper));
            } else if (it.log instanceof StreamLog stream) {
                all.add(stream.snapshot(keeper));
            }
        }
        return all;
    }

    /** From now on those that are asked for go on where a former program was. */
    public void resume(List<LogSnapshot> logs, Inheritance from) {
        inheritance = Optional.of(from);
        logs.forEach(it -> former.put(it.path(), it));
    }

    private void leave(Path key, Shared it) {
        it.users--;
        if (it.users == 0) {
            it.log.close();
            shared.remove(key);
        }
    }

    /**
     * The descriptor of the daemon's own whose name this is: a link of the operator may lead to its
     * outputs.
     */
    private static OptionalInt descriptorBehindLinks(Path path) {
        Path target = path;
        for (int i = 0; i < MOST_LINKS; i++) {
            String name = target.toString();
            Matcher numbered = DESCRIPTOR.matcher(name);
            if (STANDARD.containsKey(name)) {
                return OptionalInt.of(STANDARD.get(name));
            }
            if (numbered.matches()) {
                return OptionalInt.of(Integer.parseInt(numbered.group(1)));
            }
            if (!Files.isSymbolicLink(target)) {
                return OptionalInt.empty();
            }
            try {
                target = target.resolveSibling(Files.readSymbolicLink(target)).normalize();
            } catch (IOException e) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }
}
