package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorsTest {
    private Pipe pipe;

    @BeforeEach
    void open() throws IOException {
        pipe = Pipe.open();
    }

    @AfterEach
    void close() throws IOException {
        pipe.source().close();
        pipe.sink().close();
    }

    @Test
    void theEndsOfAPipeAreTwoDescriptorsOfOnePipe() throws Exception {
        int source = Descriptors.of(pipe.source());
        int sink = Descriptors.of(pipe.sink());
        assertNotEquals(source, sink);
        assertTrue(target(source).startsWith("pipe:["), target(source));
        assertEquals(target(source), target(sink));
    }

    @Test
    void listeningSocketsHaveDescriptors(@TempDir Path folder) throws Exception {
        try (ServerSocketChannel tcp = ServerSocketChannel.open();
                ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            tcp.bind(new InetSocketAddress("127.0.0.1", 0));
            unix.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
            assertTrue(target(Descriptors.of(tcp)).startsWith("socket:["));
            assertTrue(target(Descriptors.of(unix)).startsWith("socket:["));
        }
    }

    @Test
    void aPipeIsWritableUntilItIsFull() throws Exception {
        int sink = Descriptors.of(pipe.sink());
        assertTrue(Descriptors.isWritable(sink));
        pipe.sink().configureBlocking(false);
        ByteBuffer block = ByteBuffer.allocate(4096);
        while (pipe.sink().write(block.clear()) > 0) {
            // until it takes no more
        }
        assertFalse(Descriptors.isWritable(sink));
        pipe.source().read(block.clear());
        assertTrue(Descriptors.isWritable(sink));
    }

    @Test
    void aPipeThatNobodyReadsFailsAtOnceInsteadOfWaiting() throws Exception {
        pipe.source().close();
        assertTrue(Descriptors.isWritable(Descriptors.of(pipe.sink())));
    }

    private static String target(int fd) throws Exception {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
    }
}
