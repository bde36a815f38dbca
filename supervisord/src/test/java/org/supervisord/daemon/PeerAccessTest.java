package org.supervisord.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.config.Accounts;
import org.supervisord.config.HttpServerSettings.Access;
import org.supervisord.config.HttpServerSettings.People;
import org.supervisord.daemon.http.BodySource;
import org.supervisord.daemon.http.Headers;
import org.supervisord.daemon.http.HttpHandler;
import org.supervisord.daemon.http.HttpRequest;
import org.supervisord.daemon.http.HttpResponse;
import org.supervisord.daemon.http.HttpStatus;
import org.supervisord.daemon.http.HttpVersion;
import org.supervisord.daemon.http.Responder;
import org.supervisord.daemon.posix.PosixAccounts;

class PeerAccessTest {
    private static final People NOBODY = new People(Set.of(), Set.of());

    private final HttpHandler all = (request, responder) -> {};
    private final HttpHandler readers = (request, responder) -> {};
    private final RecordedLog log = new RecordedLog();

    /** The daemon is number 500; ann is in the groups 10 and 20, bob in 10. */
    private static final class Three implements Accounts {
        private static final Map<String, Account> USERS =
                Map.of(
                        "root", new Account("root", 0, 0, "/"),
                        "daemon", new Account("daemon", 500, 500, "/"),
                        "ann", new Account("ann", 1, 10, "/"),
                        "bob", new Account("bob", 2, 10, "/"));

        @Override
        public Optional<Account> userByName(String name) {
            return Optional.ofNullable(USERS.get(name));
        }

        @Override
        public Optional<Account> userById(int uid) {
            return USERS.values().stream().filter(user -> user.uid() == uid).findFirst();
        }

        @Override
        public OptionalInt groupByName(String name) {
            return OptionalInt.empty();
        }

        @Override
        public boolean hasGroup(int gid) {
            return true;
        }

        @Override
        public List<Integer> groupsOf(Account account) {
            return account.uid() == 1 ? List.of(10, 20) : List.of(account.gid());
        }

        @Override
        public int currentUid() {
            return 500;
        }
    }

    private PeerAccess access(Optional<People> full, People read) {
        return new PeerAccess(new Access(full, read), new Three(), all, readers, log.log());
    }

    @Test
    void whoIsListedAsReaderReads() {
        PeerAccess access = access(Optional.empty(), new People(Set.of(1), Set.of()));
        assertSame(readers, access.of("ann"));
        assertSame(all, access.of("bob"));
        assertSame(all, access.of("root"));
        assertSame(all, access.of("daemon"));
        assertSame(all, access.of("4711"));
    }

    @Test
    void groupsCountWithAllTheirMembers() {
        PeerAccess access = access(Optional.empty(), new People(Set.of(), Set.of(20)));
        assertSame(readers, access.of("ann"));
        assertSame(all, access.of("bob"));
    }

    @Test
    void whoIsOnNoListIsRefusedIfThereIsOneForAll() {
        PeerAccess access =
                access(
                        Optional.of(new People(Set.of(1), Set.of())),
                        new People(Set.of(4711), Set.of()));
        assertSame(all, access.of("ann"));
        assertSame(readers, access.of("4711"));
        assertSame(all, access.of("root"));
        assertEquals(HttpStatus.FORBIDDEN, answer(access.of("bob")));
        assertEquals(HttpStatus.FORBIDDEN, answer(access.of("4712")));
        assertEquals(
                "WARN refused a client of user bob, who is not on the socket's list",
                log.lines().get(0));
    }

    @Test
    void whoIsOnBothListsReads() {
        People ann = new People(Set.of(1), Set.of());
        assertSame(readers, access(Optional.of(ann), ann).of("ann"));
    }

    @Test
    void theKernelTellsWhoIsThere(@TempDir Path folder) throws Exception {
        var address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            try (SocketChannel client = SocketChannel.open(address);
                    SocketChannel accepted = server.accept()) {
                var access =
                        new PeerAccess(
                                new Access(Optional.of(NOBODY), NOBODY),
                                new PosixAccounts(),
                                all,
                                readers,
                                log.log());
                // the test's own user is that of its daemon
                assertSame(all, access.of(accepted));
                assertSame(true, client.isConnected());
            }
        }
    }

    private static HttpStatus answer(HttpHandler handler) {
        List<HttpStatus> answers = new ArrayList<>();
        handler.handle(
                new HttpRequest(
                        "GET",
                        "/",
                        Optional.empty(),
                        HttpVersion.HTTP_1_1,
                        Headers.NONE,
                        false,
                        new byte[0]),
                new Responder() {
                    @Override
                    public void leave() {
                        throw new IllegalStateException("no other program is to answer");
                    }

                    @Override
                    public void whenGone(Runnable task) {
                        throw new AssertionError("answered at once");
                    }

                    @Override
                    public void respond(HttpResponse response) {
                        answers.add(response.status());
                    }

                    @Override
                    public void stream(HttpResponse head, BodySource source) {
                        throw new AssertionError("no stream");
                    }
                });
        return answers.get(0);
    }
}
