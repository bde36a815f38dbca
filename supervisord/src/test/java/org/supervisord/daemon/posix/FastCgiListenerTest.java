package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.config.FcgiSocketSettings;
import org.supervisord.config.Owner;

class FastCgiListenerTest {
    private static final int NOBODY = 65534;

    @TempDir private Path folder;

    private FcgiSocketSettings.Unix unix(Path path, Optional<Owner> owner, int mode) {
        return new FcgiSocketSettings.Unix(path, owner, mode, OptionalInt.of(5));
    }

    @Test
    void aUnixSocketIsNamedAsConfiguredAndHasItsMode() throws IOException {
        Path path = folder.resolve("f.sock");
        int umask = LibC.umask(022);
        try (ServerSocketChannel channel =
                FastCgiListener.open(unix(path, Optional.empty(), 0766))) {
            assertEquals(UnixDomainSocketAddress.of(path), channel.getLocalAddress());
            assertEquals(0766, (int) Files.getAttribute(path, "unix:mode") & 07777);
            assertTrue(channel.isBlocking(), "FastCGI programs wait in accept(2)");
            SocketChannel.open(channel.getLocalAddress()).close();
            assertEquals(022, LibC.umask(umask), "the umask is as it was");
        } finally {
            LibC.umask(umask);
        }
        assertTrue(Files.exists(path), "stays where it is, as in the original");
    }

    @Test
    void aSocketIsOwnedAsConfigured() throws IOException {
        assumeTrue(LibC.getuid() == 0, "only root can give files away");
        Path path = folder.resolve("f.sock");
        Owner onlyGroup = new Owner(Owner.UNCHANGED, NOBODY);
        try (ServerSocketChannel channel =
                FastCgiListener.open(unix(path, Optional.of(onlyGroup), 0700))) {
            assertTrue(channel.isOpen());
            assertEquals(0, Files.getAttribute(path, "unix:uid"));
            assertEquals(NOBODY, Files.getAttribute(path, "unix:gid"));
        }
        Owner both = new Owner(NOBODY, NOBODY);
        try (ServerSocketChannel channel =
                FastCgiListener.open(unix(path, Optional.of(both), 0700))) {
            assertTrue(channel.isOpen());
            assertEquals(NOBODY, Files.getAttribute(path, "unix:uid"));
        }
    }

    @Test
    void whateverFileIsInTheWayGoes() throws IOException {
        Path path = Files.writeString(folder.resolve("f.sock"), "an old file");
        FastCgiListener.open(unix(path, Optional.empty(), 0700)).close();
        assertTrue(Files.readAttributes(path, "unix:mode").containsKey("mode"));
        assertFalse(Files.isRegularFile(path));
    }

    @Test
    void aFolderInTheWayStays() throws IOException {
        Path path = Files.createDirectory(folder.resolve("f.sock"));
        IOException e =
                assertThrows(
                        IOException.class,
                        () -> FastCgiListener.open(unix(path, Optional.empty(), 0700)));
        assertEquals("Is a directory", e.getMessage());
        assertTrue(Files.isDirectory(path));
    }

    @Test
    void aPipeOrADeviceInTheWayStays() throws Exception {
        Path path = folder.resolve("f.sock");
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        for (int again = 0; again < 2; again++) {
            IOException e =
                    assertThrows(
                            IOException.class,
                            () -> FastCgiListener.open(unix(path, Optional.empty(), 0700)));
            assertEquals("File exists", e.getMessage());
        }
    }

    @Test
    void saysWhyThereCanBeNone() {
        Path nowhere = folder.resolve("missing/f.sock");
        IOException e =
                assertThrows(
                        IOException.class,
                        () -> FastCgiListener.open(unix(nowhere, Optional.empty(), 0700)));
        assertEquals("No such file or directory", e.getMessage());
    }

    @Test
    void aTcpPortThatIsTakenIsRefused() throws IOException {
        FcgiSocketSettings any = new FcgiSocketSettings.Tcp("localhost", 0, OptionalInt.empty());
        try (ServerSocketChannel first = FastCgiListener.open(any)) {
            InetSocketAddress address = (InetSocketAddress) first.getLocalAddress();
            assertEquals("127.0.0.1", address.getAddress().getHostAddress());
            SocketChannel.open(address).close();
            IOException e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    FastCgiListener.open(
                                            new FcgiSocketSettings.Tcp(
                                                    "localhost",
                                                    address.getPort(),
                                                    OptionalInt.empty())));
            assertEquals("Address already in use", e.getMessage());
        }
    }
}
