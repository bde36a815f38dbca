package org.supervisord.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.config.HttpServerSettings.Unix;
import org.supervisord.config.Owner;

class UnixSocketFileTest {
    private static final int CONTENDERS = 8;

    /** A name of fewer does not make the path any shorter. */
    private static final int DETOUR_BYTES = ".abcdef/s".length();

    /** Source: capabilities(7), capget(2). */
    private static final int CAP_FOWNER = 3;

    private static final int CAPABILITY_VERSION = 0x20080522;
    private static final int CAPABILITY_BYTES = 24;

    @TempDir Path folder;

    private Path file;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void name() {
        file = folder.resolve("s.sock");
    }

    private UnixSocketFile open(int mode) throws ServerException {
        return UnixSocketFile.open(
                new Unix("unix_http_server", file, mode, Optional.empty(), Optional.empty()),
                notices::add);
    }

    private void assertAnswers() throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            assertTrue(client.isConnected());
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwx------", "rwxrwx---", "rw-rw-rw-", "---------"})
    void hasTheModeThatIsAskedForAndLeavesNothingElse(String mode) throws IOException {
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
        int bits = 0;
        for (PosixFilePermission one : permissions) {
            bits |= 0400 >> one.ordinal();
        }
        UnixSocketFile socket = open(bits);
        assertEquals(permissions, Files.getPosixFilePermissions(file));
        assertEquals(List.of(file), files());
        socket.close();
        assertEquals(List.of(), files());
    }

    /** Root has no more in some containers and services. */
    @Test
    void anotherOwnerIsGivenWithoutRightsOverFilesOfOthers() throws IOException {
        assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "who is not root can't");
        Memory capabilities = capabilities("capget", new Memory(CAPABILITY_BYTES));
        int effective = capabilities.getInt(0);
        try {
            capabilities.setInt(0, effective & ~(1 << CAP_FOWNER));
            capabilities("capset", capabilities);
            Unix settings =
                    new Unix(
                            "unix_http_server",
                            file,
                            0770,
                            Optional.of(new Owner(65534, 65533)),
                            Optional.empty());
            UnixSocketFile socket = UnixSocketFile.open(settings, notices::add);
            assertEquals(65534, Files.getAttribute(file, "unix:uid"));
            assertEquals(65533, Files.getAttribute(file, "unix:gid"));
            assertEquals(0770, (int) Files.getAttribute(file, "unix:mode") & 07777);
            assertEquals(List.of(file), files());
            socket.close();
        } finally {
            capabilities.setInt(0, effective);
            capabilities("capset", capabilities);
        }
    }

    /** Asks for those of this thread, or sets them. */
    private static Memory capabilities(String function, Memory data) {
        Memory header = new Memory(8);
        header.setInt(0, CAPABILITY_VERSION);
        header.setInt(4, 0);
        Object[] arguments = {header, data};
        assertEquals(0, Function.getFunction("c", function).invokeInt(arguments));
        return data;
    }

    @Test
    void aSocketThatNobodyListensAtIsReplaced() throws IOException {
        try (ServerSocketChannel old = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            old.bind(UnixDomainSocketAddress.of(file));
        }
        UnixSocketFile socket = open(0700);
        assertAnswers();
        assertEquals(List.of("Unlinking stale socket " + file), notices);
        socket.close();
    }

    @Test
    void aSocketThatSomebodyListensAtIsLeftAlone() throws IOException {
        UnixSocketFile first = open(0700);
        assertThrows(ServerException.AddressInUse.class, () -> open(0777));
        assertAnswers();
        assertEquals(
                PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(file));
        assertEquals(List.of(file), files());
        first.close();
    }

    @Test
    void whatIsNoSocketIsLeftAlone() throws IOException {
        Files.writeString(file, "precious");
        ServerException e = assertThrows(ServerException.class, () -> open(0700));
        assertTrue(e.getMessage().contains("is in the way: it is not a socket"), e.getMessage());
        assertEquals("precious", Files.readString(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void theRootOfAllFilesIsNoSocketEither() {
        file = Path.of("/");
        ServerException e = assertThrows(ServerException.class, () -> open(0700));
        assertTrue(e.getMessage().startsWith("/ is in the way: it is not a socket"));
    }

    @Test
    void soIsAPipeOrADevice() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        ServerException e = assertThrows(ServerException.class, () -> open(0700));
        assertTrue(e.getMessage().contains("is in the way: it is not a socket"), e.getMessage());
        assertEquals(List.of(file), files());
    }

    @Test
    void thePathMayHaveAllBytesThatFit() throws IOException {
        int room = 106 - folder.toString().length() - "/".length();
        assumeTrue(room >= DETOUR_BYTES, "the temporary folder has a long name");
        file = folder.resolve("s".repeat(room));
        UnixSocketFile socket = open(0700);
        assertAnswers();
        socket.close();
    }

    @Test
    void theSocketOfAnotherIsNotRemovedAtTheEnd() throws IOException {
        UnixSocketFile first = open(0700);
        Files.delete(file);
        UnixSocketFile second = open(0700);
        first.close();
        assertAnswers();
        second.close();
        assertFalse(Files.exists(file));
    }

    @RepeatedTest(100)
    void ofManyThatComeAtOnceOneGetsIt() throws Exception {
        try (ServerSocketChannel old = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            old.bind(UnixDomainSocketAddress.of(file));
        }
        ExecutorService threads = Executors.newFixedThreadPool(CONTENDERS);
        try {
            Callable<Optional<UnixSocketFile>> attempt =
                    () -> {
                        try {
                            return Optional.of(
                                    UnixSocketFile.open(
                                            new Unix(
                                                    "unix_http_server",
                                                    file,
                                                    0700,
                                                    Optional.empty(),
                                                    Optional.empty()),
                                            notice -> {}));
                        } catch (ServerException.AddressInUse inUse) {
                            return Optional.empty();
                        }
                    };
            List<UnixSocketFile> got = new ArrayList<>();
            for (Future<Optional<UnixSocketFile>> one :
                    threads.invokeAll(Collections.nCopies(CONTENDERS, attempt))) {
                one.get().ifPresent(got::add);
            }
            assertEquals(1, got.size());
            assertAnswers();
            assertEquals(List.of(file), files());
            got.get(0).close();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatAKilledOneLeftOfTheLockIsNoObstacle() throws IOException {
        Files.writeString(folder.resolve(".s.sock.lock"), "left");
        aSocketThatNobodyListensAtIsReplaced();
        assertEquals(List.of(), files());
    }

    @Test
    void aLockOfAnotherUserIsToldOf() throws IOException {
        try (ServerSocketChannel old = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            old.bind(UnixDomainSocketAddress.of(file));
        }
        Path lock = folder.resolve(".s.sock.lock");
        Files.createFile(lock, PosixFilePermissions.asFileAttribute(Set.of()));
        assumeFalse(Files.isWritable(lock), "root may write to anything");
        ServerException e = assertThrows(ServerException.class, () -> open(0700));
        assertTrue(e.getMessage().contains(lock + " is in the way"), e.getMessage());
        assertTrue(Files.exists(file));
    }

    @Test
    void pathsThatDoNotFitAndFoldersThatAreNotThereAreToldOf() {
        file = folder.resolve("x".repeat(120));
        ServerException tooLong = assertThrows(ServerException.class, () -> open(0700));
        assertTrue(tooLong.getMessage().contains("AF_UNIX path too long"), tooLong.getMessage());
        int room = 106 - folder.toString().length() - "/".length();
        assumeTrue(room > "a/s.sock".length(), "the temporary folder has a long name");
        Path deep = folder.resolve("d".repeat(room - "/s.sock".length()));
        file = deep.resolve("s.sock");
        ServerException noDetour = assertThrows(ServerException.class, () -> open(0700));
        assertTrue(noDetour.getMessage().contains("AF_UNIX path too long"), noDetour.getMessage());
        file = folder.resolve("nope").resolve("s.sock");
        ServerException missing = assertThrows(ServerException.class, () -> open(0700));
        assertTrue(missing.getMessage().contains("errno.ENOENT (2)"), missing.getMessage());
    }
}
