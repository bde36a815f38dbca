package org.supervisord.daemon.posix;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import org.supervisord.common.FileKind;
import org.supervisord.config.FcgiSocketSettings;
import org.supervisord.config.Owner;

/**
 * Opens the sockets of FastCGI programs. They are blocking ones, which such programs expect, and
 * never accepted from here.
 */
public final class FastCgiListener {
    /** As long as the system allows: it cuts this to net.core.somaxconn. */
    private static final int LONGEST_BACKLOG = 65_535;

    private FastCgiListener() {}

    /**
     * Listens.
     *
     * @return a channel in blocking mode
     * @throws IOException with the system's words as its message
     */
    public static ServerSocketChannel open(FcgiSocketSettings settings) throws IOException {
        int backlog = settings.backlog().orElse(LONGEST_BACKLOG);
        try {
            return settings instanceof FcgiSocketSettings.Unix unix
                    ? open(unix, backlog)
                    : open((FcgiSocketSettings.Tcp) settings, backlog);
        } catch (IOException e) {
            throw new IOException(FileError.text(e), e);
        }
    }

    private static ServerSocketChannel open(FcgiSocketSettings.Tcp settings, int backlog)
            throws IOException {
        InetAddress address =
                Arrays.stream(InetAddress.getAllByName(settings.host()))
                        .filter(Inet4Address.class::isInstance)
                        .findFirst()
                        .orElseThrow(() -> new UnknownHostException(settings.host()));
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            channel.bind(new InetSocketAddress(address, settings.port()), backlog);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * A socket in the file system takes the place of whatever file was there, but for a device. It
     * is bound where it stays, as programs may ask for its name, and closed to everybody until it
     * has its owner.
     */
    private static ServerSocketChannel open(FcgiSocketSettings.Unix settings, int backlog)
            throws IOException {
        Path path = settings.path();
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new PosixException("unlink", Errno.EISDIR);
        }
        if (isDeviceOrPipe(path)) {
            throw new PosixException("unlink", Errno.EEXIST);
        }
        Files.deleteIfExists(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            bindForNobody(channel, UnixDomainSocketAddress.of(path), backlog);
            try {
                if (settings.owner().isPresent()) {
                    changeOwner(path, settings.owner().get());
                }
                Files.setAttribute(path, "unix:mode", settings.mode() & 07777);
                return channel;
            } catch (IOException e) {
                Files.deleteIfExists(path);
                throw e;
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** It would not be somebody's leftover, and /dev/null is needed by all. */
    private static boolean isDeviceOrPipe(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .isOther()
                    && !FileKind.isSocket(path);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void bindForNobody(
            ServerSocketChannel channel, UnixDomainSocketAddress address, int backlog)
            throws IOException {
        // the umask belongs to the whole process, but only this thread makes files
        int before = LibC.umask(0777);
        try {
            channel.bind(address, backlog);
        } finally {
            LibC.umask(before);
        }
    }

    private static void changeOwner(Path file, Owner owner) throws IOException {
        if (owner.uid() != Owner.UNCHANGED) {
            Files.setAttribute(file, "unix:uid", owner.uid());
        }
        if (owner.gid() != Owner.UNCHANGED) {
            Files.setAttribute(file, "unix:gid", owner.gid());
        }
    }
}
