package org.supervisord.daemon.wire;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.supervisord.common.FileKind;
import org.supervisord.common.RandomBytes;
import org.supervisord.config.HttpServerSettings.Unix;
import org.supervisord.config.Owner;
import org.supervisord.daemon.handover.Inheritance;

/**
 * A socket in the file system that is listened at. It is made and given its group and its mode in a
 * private folder beside its place, then linked into place, and then given its user: so it can at no
 * moment be reached by more users than configured and the one who made it. One that nobody listens
 * at any more is removed under a {@link LockFile}, so that of several daemons that come at once one
 * gets its place.
 */
public final class UnixSocketFile implements ListeningSocket {
    /** The most that Java takes: sun_path with its end has two more. Source: unix(7). */
    private static final int PATH_BYTES = 106;

    /** Where it is made, beside its place, with as many digits as there will be. */
    private static final Path DETOUR = Path.of(".abcdef", "s");

    private static final int ATTEMPTS = 10;

    private static final Owner NOBODY_ELSE = new Owner(Owner.UNCHANGED, Owner.UNCHANGED);

    /** With the pause, about a second. */
    private static final int LOCK_ATTEMPTS = 200;

    private static final long LOCK_PAUSE_NANOS = 5_000_000;

    private final ServerSocketChannel channel;
    private final Path file;
    private final String fileKey;

    private UnixSocketFile(ServerSocketChannel channel, Path file, String fileKey) {
        this.channel = channel;
        this.file = file;
        this.fileKey = fileKey;
    }

    /**
     * Listens.
     *
     * @param notices told when a socket that nobody listens at any more is removed
     */
    public static UnixSocketFile open(Unix settings, Consumer<String> notices)
            throws ServerException {
        Path file = settings.file().toAbsolutePath();
        try {
            if (file.getParent() == null) {
                throw notASocket(file);
            }
            if (isTooLong(file) || isTooLong(file.resolveSibling(DETOUR))) {
                throw new ServerException.CannotListen("AF_UNIX path too long", null);
            }
            Path folder = privateFolder(file.getParent());
            try {
                return open(settings, file, folder, notices);
            } finally {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw SocketErrors.translated(e);
        }
    }

    private static boolean isTooLong(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length > PATH_BYTES;
    }

    private static ServerException notASocket(Path file) {
        return new ServerException.NotPermitted(
                "%s is in the way: it is not a socket; move it away, or choose another file"
                        .formatted(file),
                null);
    }

    private static Path privateFolder(Path parent) throws IOException {
        // of a short name, as it has to fit into the address
        for (int attempt = 1; ; attempt++) {
            String name = "." + HexFormat.of().formatHex(RandomBytes.of(3));
            try {
                return Files.createDirectory(
                        parent.resolve(name),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static UnixSocketFile open(
            Unix settings, Path file, Path folder, Consumer<String> notices) throws IOException {
        Path made = folder.resolve(DETOUR.getFileName());
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(made), BACKLOG);
            Owner owner = settings.owner().orElse(NOBODY_ELSE);
            changeOwner(made, file, owner, "unix:gid", owner.gid());
            Files.setAttribute(made, "unix:mode", settings.mode() & 07777);
            putInPlace(made, file, notices);
            UnixSocketFile socket = new UnixSocketFile(channel, file, fileKey(made));
            try {
                // the last thing: mode and links of another user's file take a capability more
                // (CAP_FOWNER). Its other name can't have been given to any other file
                changeOwner(made, file, owner, "unix:uid", owner.uid());
            } catch (IOException e) {
                socket.close();
                throw e;
            }
            return socket;
        } catch (IOException e) {
            channel.close();
            throw e;
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private static String number(int id) {
        return id == Owner.UNCHANGED ? "-1" : Integer.toUnsignedString(id);
    }

    private static void changeOwner(Path made, Path file, Owner owner, String attribute, int id)
            throws IOException {
        if (id == Owner.UNCHANGED) {
            return;
        }
        try {
            Files.setAttribute(made, attribute, id);
        } catch (FileSystemException e) {
            throw new ServerException.NotPermitted(
                    "Not permitted to chown %s to uid/gid (%s, %s); adjust \"sockchown\" value in"
                                    .formatted(file, number(owner.uid()), number(owner.gid()))
                            + " config file or on command line to values that the current user ("
                            + System.getProperty("user.name")
                            + ") can successfully chown",
                    e);
        }
    }

    private static void putInPlace(Path made, Path file, Consumer<String> notices)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Files.createLink(file, made);
                return;
            } catch (FileAlreadyExistsException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                removeStale(file, owner(made.getParent()), notices);
            }
        }
    }

    /** Who this process makes files as, by one that nobody else can have made. */
    private static int owner(Path own) throws IOException {
        return (int) Files.getAttribute(own, "unix:uid", NOFOLLOW_LINKS);
    }

    private static void removeStale(Path file, int owner, Consumer<String> notices)
            throws IOException {
        // what one has found stale, another may have replaced before it is removed: one at a time
        LockFile lock = lock(file, owner);
        try {
            if (!Files.isSymbolicLink(file) && !FileKind.isSocket(file)) {
                throw notASocket(file);
            }
            if (isAnswering(file)) {
                throw new ServerException.AddressInUse(null);
            }
            Files.delete(file);
            notices.accept("Unlinking stale socket " + file);
        } catch (NoSuchFileException gone) {
            // another has removed it meanwhile
        } finally {
            lock.close();
        }
    }

    /** Waits for another daemon that is at the same, which takes it no longer than a moment. */
    private static LockFile lock(Path file, int owner) throws IOException {
        Path place = file.resolveSibling("." + file.getFileName() + ".lock");
        for (int attempt = 1; ; attempt++) {
            Optional<LockFile> lock = tryToLock(place, owner);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (attempt == LOCK_ATTEMPTS) {
                throw new ServerException.AddressInUse(null);
            }
            LockSupport.parkNanos(LOCK_PAUSE_NANOS);
        }
    }

    private static Optional<LockFile> tryToLock(Path place, int owner) throws IOException {
        try {
            return LockFile.tryToHold(place, owner);
        } catch (AccessDeniedException e) {
            throw new ServerException.NotPermitted(
                    "%s is in the way: it is another user's; remove it".formatted(place)
                            + " so that the stale socket beside it can be replaced",
                    e);
        }
    }

    private static boolean isAnswering(Path file) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // does not wait where the other's queue is full, which is an answer as well
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(file));
            return true;
        } catch (IOException e) {
            String words = e.getMessage() == null ? "" : e.getMessage();
            boolean dangling = words.contains("No such file");
            return !SocketErrors.isRefused(e) && !dangling;
        }
    }

    private static String fileKey(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS)
                .fileKey()
                .toString();
    }

    /**
     * One that a former program has listened at.
     *
     * @param fileKey what told its file from another one of that name
     */
    public static UnixSocketFile resume(
            Unix settings, int descriptor, String fileKey, Inheritance inheritance)
            throws IOException {
        return new UnixSocketFile(
                inheritance.listening(descriptor, true), settings.file().toAbsolutePath(), fileKey);
    }

    @Override
    public String fileKey() {
        return fileKey;
    }

    @Override
    public ServerSocketChannel channel() {
        return channel;
    }

    /** Stops listening, and removes the file unless another has taken its place. */
    @Override
    public void close() {
        try {
            if (fileKey(file).equals(fileKey)) {
                Files.delete(file);
            }
        } catch (IOException ignored) {
            // somebody has removed it already
        }
        try {
            channel.close();
        } catch (IOException ignored) {
            // it is gone either way
        }
    }
}
