package org.supervisord.daemon.replacement;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;
import org.supervisord.daemon.children.PosixKernel;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.Timer;
import org.supervisord.daemon.output.PipeReader;
import org.supervisord.daemon.posix.Children;
import org.supervisord.daemon.posix.Daemonizer;
import org.supervisord.daemon.posix.MemoryFile;
import org.supervisord.daemon.posix.SpawnRequest;
import org.supervisord.daemon.posix.SpawnedChild;
import org.supervisord.daemon.posix.StdinSource;

/**
 * The program that is installed now, started beside the daemon: it is given the state and says
 * whether it could take over, and how it is to be started for that.
 */
public final class Trial {
    /** What a program that is started for a trial finds as its first argument. */
    public static final String ARGUMENT = "--could-you-take-over";

    /** A program that has not answered after this time is no good. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** So many bytes of what it says are heard. */
    static final int MOST_SAID = 1 << 20;

    private final EventLoop loop;
    private final PosixKernel kernel;
    private final Children system;
    private final Consumer<Result> told;
    private final Said stdout = new Said();
    private final Said stderr = new Said();
    private final List<PipeReader> readers = new ArrayList<>();
    private Optional<Timer> patience = Optional.empty();
    private int pid;
    private boolean tooSlow;

    /** What came of it. */
    record Result(boolean succeeded, String stdout, String stderr) {}

    /** What a program says. */
    private static final class Said implements PipeReader.Consumer {
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();

        @Override
        public void take(ByteBuffer data) {
            byte[] bytes = new byte[Math.min(data.remaining(), MOST_SAID - text.size())];
            data.get(bytes);
            text.writeBytes(bytes);
            data.position(data.limit());
        }

        @Override
        public void end() {
            // the end of the program says it
        }

        @Override
        public String toString() {
            return text.toString(StandardCharsets.UTF_8);
        }
    }

    private Trial(EventLoop loop, PosixKernel kernel, Children system, Consumer<Result> told) {
        this.loop = loop;
        this.kernel = kernel;
        this.system = system;
        this.told = told;
    }

    /**
     * Begins one.
     *
     * @param told what came of it, on the loop's thread
     * @throws IOException when the program can't be started
     */
    static Trial begin(
            Launch launch,
            byte[] document,
            EventLoop loop,
            PosixKernel kernel,
            Children system,
            Consumer<Result> told)
            throws IOException {
        int stdin = MemoryFile.write("supervisord-trial", document);
        try {
            Trial trial = new Trial(loop, kernel, system, told);
            trial.begin(launch, stdin);
            return trial;
        } finally {
            MemoryFile.close(stdin);
        }
    }

    /** The command line of a trial. */
    public static List<String> words(Launch launch) {
        List<String> words = new ArrayList<>(List.of(launch.program(), ARGUMENT));
        words.addAll(launch.arguments());
        return words;
    }

    /** Where a program is to be started; empty for where this one is, which may be closed to it. */
    static Optional<String> folder(String folder) {
        return Optional.of(folder).filter(it -> !Daemonizer.isIn(it));
    }

    private void begin(Launch launch, int stdin) throws IOException {
        SpawnedChild child =
                system.spawn(
                        new SpawnRequest(
                                launch.file(),
                                words(launch),
                                launch.environment(),
                                folder(launch.folder()),
                                OptionalInt.empty(),
                                Optional.empty(),
                                new StdinSource.Descriptor(stdin),
                                false));
        pid = child.pid();
        kernel.expect(pid, this::ended);
        ByteBuffer buffer = ByteBuffer.allocateDirect(PipeReader.BUFFER_SIZE);
        readers.add(new PipeReader(loop, child.stdout(), buffer, Optional.empty(), stdout));
        readers.add(
                new PipeReader(
                        loop, child.stderr().orElseThrow(), buffer, Optional.empty(), stderr));
        patience = Optional.of(loop.after(PATIENCE, this::takesTooLong));
    }

    private void takesTooLong() {
        tooSlow = true;
        end();
    }

    /** Ends it; nobody is told. */
    void cancel() {
        patience.ifPresent(Timer::cancel);
        readers.forEach(PipeReader::close);
        kernel.expect(pid, status -> {});
        end();
    }

    private void end() {
        try {
            system.kill(-pid, Signal.KILL);
        } catch (IOException e) {
            stderr.take(ByteBuffer.wrap(("can't be ended: " + e.getMessage()).getBytes()));
        }
    }

    private void ended(WaitStatus status) {
        patience.ifPresent(Timer::cancel);
        readers.forEach(PipeReader::drain);
        readers.forEach(PipeReader::close);
        String complaint = stderr.toString().strip();
        if (tooSlow) {
            complaint = "no answer within " + PATIENCE.toSeconds() + " s " + complaint;
        } else if (complaint.isEmpty() && status.exitStatus() != 0) {
            complaint = status.toString();
        }
        told.accept(new Result(status.exitStatus() == 0, stdout.toString(), complaint.strip()));
    }
}
