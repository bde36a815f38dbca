package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.config.HttpServerSettings.Credentials;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.wire.ServerException;

class ListeningTest {
    private final RecordedLog log = new RecordedLog();
    private EventLoop loop;

    @BeforeEach
    void open() throws IOException {
        loop = new EventLoop(Clock.system(), (what, e) -> {});
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
    }

    private HttpServer open(HttpServerSettings settings) throws ServerException {
        return HttpServer.open(
                loop,
                settings,
                client -> (request, responder) -> {},
                log.log(),
                HttpLimits.DEFAULT,
                HeldBytes.ofAnswers(),
                notice -> {});
    }

    private void openAndClose(HttpServerSettings settings) throws ServerException {
        try (HttpServer server = open(settings)) {
            server.tellIfOpenToAll();
        }
    }

    private static HttpServerSettings inet(String host, int port, Credentials... credentials) {
        return new HttpServerSettings.Inet(
                "inet_http_server",
                host,
                port,
                List.of(credentials).stream().findFirst(),
                false,
                List.of());
    }

    @Test
    void anOpenAddressWithoutAPasswordIsWarnedOf() throws IOException {
        for (String host : List.of("", "0.0.0.0", "::")) {
            openAndClose(inet(host, 0));
        }
        List<String> warnings = log.lines(Level.WARN);
        assertEquals(3, warnings.size());
        for (String warning : warnings) {
            assertTrue(warning.contains("[inet_http_server] asks for no password"), warning);
            assertTrue(warning.contains("Set username and password there, or let it"), warning);
        }
    }

    @Test
    void othersAreNot(@TempDir Path folder) throws IOException {
        openAndClose(inet("0.0.0.0", 0, new Credentials("me", "secret")));
        openAndClose(inet("127.0.0.1", 0));
        openAndClose(inet("localhost", 0));
        openAndClose(inet("::1", 0));
        openAndClose(
                new HttpServerSettings.Unix(
                        "unix_http_server",
                        folder.resolve("s"),
                        0777,
                        Optional.empty(),
                        Optional.empty()));
        assertEquals(List.of(), log.lines(Level.WARN));
    }

    @Test
    void anAddressThatIsTakenIsSaidToBe() throws IOException {
        HttpServer first = open(inet("127.0.0.1", 0));
        int port = ((InetSocketAddress) first.address()).getPort();
        assertThrows(ServerException.AddressInUse.class, () -> open(inet("127.0.0.1", port)));
        first.close();
        assertEquals(List.of(), log.lines());
    }
}
