package org.supervisord.daemon.children;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.fatal.FatalBench;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.log.LogBench;
import org.supervisord.daemon.log.LogSnapshot;
import org.supervisord.daemon.output.InputSnapshot;
import org.supervisord.daemon.output.OutputSnapshot;
import org.supervisord.daemon.process.FakeKernel;
import org.supervisord.daemon.process.LogPaths;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessWorld;
import org.supervisord.daemon.process.Programs;
import org.supervisord.daemon.upgrade.ChildState;

/** Pipes that are taken over from a former program, and those that can't be. */
class ChildConnectorTest {
    private static final int STDIN = 100;
    private static final int STDOUT = 101;
    private static final int STDERR = 102;

    @TempDir private Path folder;
    private final LogBench bench = new LogBench();
    private final RecordedLog log = new RecordedLog();
    private final List<String> failed = new ArrayList<>();
    private final ChildConnector connector =
            new ChildConnector(
                    bench.loop,
                    false,
                    bench.logs,
                    log.log(),
                    event -> {},
                    process -> Optional.empty());

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    @Test
    void ofAChildWhoseStderrCantBeTakenOverTheStdoutIsRead() throws Exception {
        try (Left left = new Left(STDOUT)) {
            PipedChild child = resume(left);
            assertEquals(List.of("stderr of web"), failed);
            assertEquals(Set.of(path("stdout"), path("stderr")), Set.copyOf(openLogs()));
            assertEquals("kept back\n", Files.readString(path("stdout")), "once");
            assertEquals("kept back\n", Files.readString(path("stderr")), "once");
            left.pipe.sink().write(UTF_8.encode("later\n"));
            child.drain();
            assertEquals("kept back\nlater\n", Files.readString(path("stdout")));
            child.close();
            assertEquals(List.of(), openLogs());
        }
    }

    @Test
    void ofAChildWhoseStdoutCantBeTakenOverTheStderrIsRead() throws Exception {
        try (Left left = new Left(STDERR)) {
            PipedChild child = resume(left);
            assertEquals(List.of("stdout of web"), failed);
            assertEquals(Set.of(path("stdout"), path("stderr")), Set.copyOf(openLogs()));
            left.pipe.sink().write(UTF_8.encode("later\n"));
            child.drain();
            assertEquals("kept back\nlater\n", Files.readString(path("stderr")));
            child.close();
            assertEquals(List.of(), openLogs());
        }
    }

    @Test
    void aLogThatTheOtherPipeGoesToStaysOpenUntilThatEnds() throws Exception {
        try (Left left = new Left(STDOUT)) {
            PipedChild child = resume(left, new LogPaths(log("both"), log("both")));
            assertEquals(List.of(path("both")), openLogs());
            left.pipe.sink().write(UTF_8.encode("later\n"));
            child.drain();
            assertEquals("kept back\nkept back\nlater\n", Files.readString(path("both")));
            child.close();
            assertEquals(List.of(), openLogs());
        }
    }

    @Test
    void oneWhoseStdinCantBeTakenOverHasNone() throws Exception {
        try (Left left = new Left(STDOUT)) {
            ChildState.ChannelState stdout = channel(STDOUT);
            PipedChild child =
                    resume(
                            left,
                            new LogPaths(log("stdout"), Optional.empty()),
                            new ChildState(
                                    7,
                                    Optional.of(new InputSnapshot(STDIN, new byte[1])),
                                    List.of(stdout)));
            assertEquals(List.of("stdin of web"), failed);
            assertEquals(Optional.empty(), child.stdin());
            child.close();
        }
    }

    private PipedChild resume(Left left) {
        return resume(left, new LogPaths(log("stdout"), log("stderr")));
    }

    private PipedChild resume(Left left, LogPaths logs) {
        ChildState.ChannelState stdout = channel(STDOUT);
        return resume(
                left, logs, new ChildState(7, Optional.empty(), List.of(stdout, channel(STDERR))));
    }

    private PipedChild resume(Left left, LogPaths logs, ChildState former) {
        ManagedProcess process =
                new ManagedProcess(
                        "web",
                        Programs.program("web").settings(),
                        logs,
                        new ProcessWorld(
                                new FakeKernel(),
                                bench.loop,
                                log.log(),
                                event -> {},
                                new FatalBench().reasons,
                                () -> true,
                                List.of("/bin")));
        return connector.resume(
                process,
                former,
                left,
                (what, part) -> {
                    try {
                        part.resume();
                    } catch (IOException e) {
                        failed.add(what);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private static ChildState.ChannelState channel(int descriptor) {
        return new ChildState.ChannelState(
                OptionalInt.of(descriptor),
                new OutputSnapshot(
                        Optional.empty(),
                        new byte[0],
                        new byte[0],
                        0,
                        List.of("kept back\n".getBytes(UTF_8))));
    }

    private Optional<Path> log(String name) {
        return Optional.of(path(name));
    }

    private Path path(String name) {
        return folder.resolve(name);
    }

    private List<Path> openLogs() throws IOException {
        Keeper nothing =
                new Keeper() {
                    @Override
                    public int keep(Channel channel) {
                        return 0;
                    }

                    @Override
                    public int keep(int descriptor) {
                        return descriptor;
                    }

                    @Override
                    public List<Integer> kept() {
                        return List.of();
                    }
                };
        return bench.logs.snapshot(nothing).stream().map(LogSnapshot::path).map(Path::of).toList();
    }

    /** One pipe to be read is left, under a descriptor of this number. */
    private static final class Left implements Inheritance, AutoCloseable {
        private final Pipe pipe = Pipe.open();
        private final int number;

        Left(int number) throws IOException {
            this.number = number;
        }

        @Override
        public Pipe.SourceChannel source(int descriptor) throws IOException {
            taken(descriptor);
            pipe.source().configureBlocking(false);
            return pipe.source();
        }

        @Override
        public int taken(int descriptor) throws IOException {
            if (descriptor != number) {
                throw new IOException("not left");
            }
            return descriptor;
        }

        @Override
        public Pipe.SinkChannel sink(int descriptor) throws IOException {
            throw new IOException("not left");
        }

        @Override
        public FileChannel file(int descriptor) throws IOException {
            throw new IOException("not left");
        }

        @Override
        public ServerSocketChannel listening(int descriptor, boolean unix) throws IOException {
            throw new IOException("not left");
        }

        @Override
        public SocketChannel connected(int descriptor, SocketAddress remote) throws IOException {
            throw new IOException("not left");
        }

        @Override
        public void close() throws IOException {
            pipe.sink().close();
            pipe.source().close();
        }
    }
}
