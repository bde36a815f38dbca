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
import org.supervisord.common.WorkingFolder;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.posix.FileError;
import org.supervisord.daemon.posix.LaunchDescriptors;
import org.supervisord.daemon.posix.Outlet;
import org.supervisord.daemon.posix.OutputDescriptor;

/**
 * All logs of a run of the daemon: chooses how one is written by its name and by what is there
 * under that name. Those who name the same log write to the same one.
 */
public final class LogSinks {
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
        OptionalInt descriptor = NamedDescriptor.of(path);
        if (descriptor.equals(OptionalInt.of(NamedDescriptor.STDOUT))) {
            return new SharedLog(world.standard().stdout(), () -> {});
        }
        if (descriptor.equals(OptionalInt.of(NamedDescriptor.STDERR))) {
            return new SharedLog(world.standard().stderr(), () -> {});
        }
        forgetDone();
        Path key = key(path);
        Shared it =
                shared.computeIfAbsent(key, p -> new Shared(make(path, maxbytes, backups, mode)));
        it.users++;
        return new SharedLog(it.log, () -> leave(it));
    }

    private static Path key(Path path) {
        return WorkingFolder.absolute(path).normalize();
    }

    private LogSink make(Path path, long maxbytes, int backups, String mode) {
        Optional<LogSnapshot> before = Optional.ofNullable(former.remove(path.toString()));
        OptionalInt descriptor = NamedDescriptor.of(path);
        boolean isOther = NamedDescriptor.isOther(descriptor);
        if (!isOther && LogFileOpener.isPlain(path)) {
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
        StreamLog stream =
                new StreamLog(
                        path.toString(),
                        isOther ? launched(path, descriptor) : new Named(path),
                        world.loop(),
                        StreamLog.PATIENCE,
                        trouble);
        before.ifPresent(it -> resume(path, () -> stream.resume(it, inheritance.orElseThrow())));
        return stream;
    }

    /**
     * What has a name. Of those that can't be opened only a FIFO may get what it needs: a reader.
     */
    private record Named(Path path) implements StreamLog.Source {
        private static final int KIND = 0170000;
        private static final int FIFO = 0010000;

        @Override
        public Outlet open() throws IOException {
            return OutputDescriptor.open(path);
        }

        @Override
        public boolean mayWorkLater(IOException why) {
            return FileError.name(why).equals("ENXIO") && isFifo();
        }

        private boolean isFifo() {
            try {
                return ((int) Files.getAttribute(path, "unix:mode") & KIND) == FIFO;
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** A descriptor that the daemon was started with; it is somebody's, and no file of ours. */
    private static StreamLog.Source launched(Path path, OptionalInt descriptor) {
        return () -> {
            OptionalInt now = LaunchDescriptors.now(descriptor.getAsInt());
            if (now.isEmpty()) {
                throw new NoSuchFileException(path.toString());
            }
            return OutputDescriptor.of(now.getAsInt());
        };
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

    /** How many bytes wait for those who read them. */
    public long waitingBytes() {
        return shared.values().stream().mapToLong(LogSinks::waitingBytes).sum();
    }

    /** What another program needs to go on with all the logs that are open. */
    public List<LogSnapshot> snapshot(Keeper keeper) throws IOException {
        forgetDone();
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

    /**
     * What waits for the readers of logs that nobody writes to any more goes on waiting. To be
     * called when all others were asked for.
     */
    public void resumeLeft() {
        for (LogSnapshot it : List.copyOf(former.values())) {
            if (!it.waiting().isEmpty()) {
                of(Path.of(it.path()), 0, 0, RotatingFile.PUBLIC).close();
            }
        }
    }

    /** Writes what waits, for as long as it is taken, a few seconds at most: the daemon ends. */
    public void flush() {
        long end = StreamLog.lastMoment();
        List.copyOf(shared.values())
                .forEach(it -> stream(it).ifPresent(stream -> stream.flush(end)));
    }

    private static Optional<StreamLog> stream(Shared it) {
        return it.log instanceof StreamLog stream ? Optional.of(stream) : Optional.empty();
    }

    private void leave(Shared it) {
        it.users--;
        if (it.users == 0) {
            it.log.close();
            forgetDone();
        }
    }

    /** Those that nobody writes to, and that have written all. */
    private void forgetDone() {
        shared.values().removeIf(it -> it.users == 0 && waitingBytes(it) == 0);
    }

    private static long waitingBytes(Shared it) {
        return stream(it).map(StreamLog::waitingBytes).orElse(0L);
    }
}
