package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors that one program keeps for the next, which makes channels of them again. */
class DescriptorHandoverTest {
    private static final int F_DUPFD = 0;

    private final KeptDescriptors keeper = new KeptDescriptors();

    /** The descriptor of a channel as another program would find it: another one of the same. */
    private int handedOver(Channel channel) throws IOException {
        int kept = keeper.keep(channel);
        assertTrue(keeper.kept().contains(kept));
        int other = LibC.fcntl(kept, F_DUPFD, 4);
        channel.close();
        return other;
    }

    private static InheritedDescriptors inherited(int... descriptors) {
        return new InheritedDescriptors(Set.copyOf(Arrays.stream(descriptors).boxed().toList()));
    }

    @Test
    void bothEndsOfAPipeGoOn() throws Exception {
        Pipe pipe = Pipe.open();
        int source = handedOver(pipe.source());
        int sink = handedOver(pipe.sink());
        InheritedDescriptors inherited = inherited(source, sink);
        try (Pipe.SourceChannel in = inherited.source(source)) {
            try (Pipe.SinkChannel out = inherited.sink(sink)) {
                assertEquals(source, Descriptors.of(in));
                out.write(bytes("hello"));
            }
            assertEquals("hello", read(in));
            assertEquals(-1, in.read(ByteBuffer.allocate(1)), "closing closes the descriptor");
        }
    }

    @Test
    void aFileIsAppendedToWhateverHasBecomeOfItsName(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("log");
        FileChannel log =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        log.write(bytes("one "));
        int descriptor = handedOver(log);
        Files.move(file, folder.resolve("log.1"));
        try (FileChannel next = inherited(descriptor).file(descriptor)) {
            assertEquals(4, next.size());
            next.write(bytes("two"));
        }
        assertEquals("one two", Files.readString(folder.resolve("log.1")));
        assertFalse(Files.exists(file));
    }

    @Test
    void socketsThatListenAndSocketsThatAreConnectedGoOn(@TempDir Path folder) throws Exception {
        ServerSocketChannel tcp = ServerSocketChannel.open();
        tcp.bind(new InetSocketAddress("127.0.0.1", 0));
        InetSocketAddress port = (InetSocketAddress) tcp.getLocalAddress();
        goesOn(tcp, false, SocketChannel.open(port), port);

        UnixDomainSocketAddress name = UnixDomainSocketAddress.of(folder.resolve("s"));
        ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        unix.bind(name);
        goesOn(unix, true, SocketChannel.open(name), UnixDomainSocketAddress.of(""));
    }

    private void goesOn(
            ServerSocketChannel server, boolean unix, SocketChannel client, SocketAddress remote)
            throws IOException {
        int listening = handedOver(server);
        ServerSocketChannel next = inherited(listening).listening(listening, unix);
        try (next;
                client) {
            SocketChannel accepted = next.accept();
            int connected = handedOver(accepted);
            try (SocketChannel again = inherited(connected).connected(connected, remote)) {
                client.write(bytes("asked"));
                assertEquals("asked", read(again));
                again.write(bytes("told"));
                assertEquals("told", read(client));
            }
        }
    }

    @Test
    void whatWasNotLeftIsNotTakenAndNothingIsTakenTwice() throws Exception {
        Pipe pipe = Pipe.open();
        int source = handedOver(pipe.source());
        InheritedDescriptors inherited = inherited(source);
        assertThrows(IOException.class, () -> inherited.source(source + 1000));
        inherited.source(source).close();
        assertThrows(IOException.class, () -> inherited.source(source));
        pipe.sink().close();
    }

    @Test
    void whatNobodyTakesIsClosed() throws Exception {
        Pipe pipe = Pipe.open();
        int source = handedOver(pipe.source());
        assertEquals(Set.of(source), inherited(source).closeRest());
        assertThrows(IOException.class, () -> pipe.sink().write(bytes("x")));
        pipe.sink().close();
    }

    @Test
    void aMemoryFileIsReadFromItsBeginningByEverybody() throws Exception {
        byte[] content = "all of it".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        int fd = MemoryFile.write("test", content);
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(content, MemoryFile.read(fd));
        }
        MemoryFile.close(fd);
        assertThrows(IOException.class, () -> MemoryFile.read(fd));
    }

    @Test
    void aProgramThatIsNotThereLeavesEverythingAsItWas() throws Exception {
        Pipe pipe = Pipe.open();
        int source = keeper.keep(pipe.source());
        String before = Daemonizer.currentFolder();
        String status = signals();
        PosixException e;
        try (HeldSignals held = HeldSignals.hold()) {
            Execution.Program program =
                    new Execution.Program(List.of("/nonexistent/java"), List.of(), "/");
            e =
                    assertThrows(
                            PosixException.class,
                            () -> Execution.replace(held, program, Set.of(source)));
        }
        assertEquals("execve /nonexistent/java: ENOENT", e.getMessage());
        assertEquals(before, Daemonizer.currentFolder());
        assertEquals(status, signals());
        assertTrue((LibC.fcntl(source, 1, 0) & 1) != 0, "no child inherits it now");
        pipe.source().close();
        pipe.sink().close();
    }

    /** What this thread blocks, and what the process ignores and catches. */
    private static String signals() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                .filter(line -> line.startsWith("Sig"))
                .filter(line -> !line.startsWith("SigQ") && !line.startsWith("SigPnd"))
                .toList()
                .toString();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(ReadableByteChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        channel.read(buffer);
        return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
    }
}
