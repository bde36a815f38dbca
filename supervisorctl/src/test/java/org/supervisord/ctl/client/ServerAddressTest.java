package org.supervisord.ctl.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:9001, 127.0.0.1:9001, 127.0.0.1, 9001",
        "http://127.0.0.1:9001/some/path, 127.0.0.1:9001, 127.0.0.1, 9001",
        "http://127.0.0.1, 127.0.0.1, 127.0.0.1, 80",
        "http://[::1]:9001, [::1]:9001, ::1, 9001",
        "http://[::1], [::1], ::1, 80",
        "http://u:p@127.0.0.1:9001, 127.0.0.1:9001, 127.0.0.1, 9001",
        "http://u:p@x@[::1]:9001/RPC2, [::1]:9001, ::1, 9001"
    })
    void hostAndPortAreRead(String url, String host, String address, int port) throws Exception {
        ServerAddress server = ServerAddress.of(url);
        assertEquals(host, server.host());
        assertEquals(address, ((InetSocketAddress) server.address()).getHostString());
        assertEquals(port, ((InetSocketAddress) server.address()).getPort());
    }

    @Test
    void aUnixSocketIsNamedByItsPath() throws Exception {
        ServerAddress server = ServerAddress.of("unix:///run/supervisor.sock");
        assertEquals(UnixDomainSocketAddress.of("/run/supervisor.sock"), server.address());
        assertEquals("localhost", server.host());
    }

    @Test
    void httpsIsToBeTrusted() throws Exception {
        Optional<Path> caFile = Optional.of(Path.of("/ca.pem"));
        ServerAddress server = ServerAddress.of("https://127.0.0.1:9443/x", caFile);
        assertEquals(Optional.of(new Trust("127.0.0.1", caFile)), server.trust());
        assertEquals(9443, ((InetSocketAddress) server.address()).getPort());
        assertEquals("127.0.0.1:9443", server.host());
        ServerAddress usual = ServerAddress.of("https://[::1]");
        assertEquals(443, ((InetSocketAddress) usual.address()).getPort());
        ServerAddress colon = ServerAddress.of("http://[::1]:");
        assertEquals(80, ((InetSocketAddress) colon.address()).getPort());
        assertEquals(Optional.of(new Trust("::1", Optional.empty())), usual.trust());
        assertEquals(Optional.empty(), ServerAddress.of("http://127.0.0.1").trust());
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://127.0.0.1:9001, Unknown protocol for serverurl ftp://127.0.0.1:9001",
        "127.0.0.1:9001, Unknown protocol for serverurl 127.0.0.1:9001",
        "http://127.0.0.1:port, no port in http://127.0.0.1:port",
        "http://127.0.0.1:65536, no port in http://127.0.0.1:65536",
        "http://127.0.0.1:-1, no port in http://127.0.0.1:-1"
    })
    void otherUrlsAreRefused(String url, String why) {
        assertEquals(
                why, assertThrows(IOException.class, () -> ServerAddress.of(url)).getMessage());
    }

    @Test
    void aSocketThatIsNotThereIsToldFromOneThatNobodyServes(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("s");
        ServerAddress server = ServerAddress.of("unix://" + socket);
        assertThrows(ServerAddress.NoSuchFile.class, () -> server.connect(channel -> {}));
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        assertThrows(ServerAddress.Refused.class, () -> server.connect(channel -> {}));
    }

    @Test
    void aSocketThatCannotBeReachedIsNotTakenForOneThatIsNotThere(@TempDir Path folder)
            throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
        assertUnreachable(file.resolve("s"), "Not a directory");
        assertUnreachable(loop, "Too many levels of symbolic links");
        assertUnreachable(folder.resolve("s".repeat(200)), "Unix domain path too long");
        if (!System.getProperty("user.name").equals("root")) {
            Path closed = Files.createDirectory(folder.resolve("closed"));
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
            assertUnreachable(closed.resolve("s"), "Permission denied");
        }
    }

    private static void assertUnreachable(Path socket, String why) throws IOException {
        String url = "unix://" + socket;
        ServerAddress server = ServerAddress.of(url);
        IOException e = assertThrows(IOException.class, () -> server.connect(channel -> {}));
        assertEquals(url + ": " + why, e.getMessage());
    }

    @Test
    void allAddressesOfANameAreTried() throws Exception {
        for (InetAddress address : InetAddress.getAllByName("localhost")) {
            try (ServerSocket listening = new ServerSocket(0, 1, address)) {
                ServerAddress server =
                        ServerAddress.of("http://localhost:" + listening.getLocalPort());
                server.connect(channel -> {}).close();
            }
        }
    }

    @Test
    void aNameIsLookedUpWhenItIsConnectedTo() throws Exception {
        ServerAddress server = ServerAddress.of("http://[1::2::3]:9001");
        IOException e = assertThrows(IOException.class, () -> server.connect(channel -> {}));
        assertEquals("unknown host 1::2::3", e.getMessage());
    }

    @Test
    void aPortThatNobodyServesRefuses() throws Exception {
        ServerSocketChannel taken = ServerSocketChannel.open();
        taken.bind(new InetSocketAddress("127.0.0.1", 0));
        int port = ((InetSocketAddress) taken.getLocalAddress()).getPort();
        taken.close();
        ServerAddress server = ServerAddress.of("http://127.0.0.1:" + port);
        assertThrows(ServerAddress.Refused.class, () -> server.connect(channel -> {}));
    }
}
