package org.supervisord.daemon.posix;

import com.sun.jna.Native;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/**
 * A plain file that is open; {@code /dev/null} passes for one. What is seen to be none is not
 * opened, as who waits at the other end of a FIFO would take us for a reader. What somebody puts in
 * its place in that moment is closed again: the second look is at what was opened, which nobody can
 * exchange, and opening never waits, as open(2) does for the other end of a FIFO.
 *
 * <p>A channel has to be closed, also when something fails after it was opened: other than those
 * that the JDK opens, it is not closed when it is collected as garbage.
 *
 * @param channel what it is read or written by
 * @param identity what tells it from all other files while it is there
 * @param names how many it has
 */
public record PlainFile(FileChannel channel, Identity identity, int names) {
    private static final int O_WRONLY = 1;
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int O_NOCTTY = 0400;
    private static final int O_APPEND = 02000;
    private static final int O_NONBLOCK = 04000;
    private static final int O_NOFOLLOW = 0400000;
    private static final int O_CLOEXEC = 02000000;

    /** No open may wait, become the daemon's terminal, or be seen by programs. */
    private static final int ALWAYS = O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

    private static final int APPEND = O_WRONLY | O_APPEND | ALWAYS;

    /**
     * The number of a file and of what it is on.
     *
     * @param device major and minor number
     */
    public record Identity(long inode, long device) {}

    /** There is something that is no plain file. */
    public static final class NotPlain extends FileSystemException {
        private static final long serialVersionUID = 1L;

        NotPlain(Path path) {
            super(path.toString(), null, "it is no plain file");
        }
    }

    /** Opens what is there for reading, also behind a link; the channel has to be closed. */
    public static FileChannel read(Path path) throws IOException {
        return isElsewhere(path)
                ? FileChannel.open(path, StandardOpenOption.READ)
                : readable(path, ALWAYS);
    }

    /**
     * The same, but not behind a link.
     *
     * @throws NotPlain also when it is a link
     */
    public static FileChannel readUnlinked(Path path) throws IOException {
        return isElsewhere(path)
                ? FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
                : readable(path, ALWAYS | O_NOFOLLOW);
    }

    /**
     * Opens what is there for appending, also behind a link; if nothing is, a new file.
     *
     * @param mode permissions of a new file, less the umask
     */
    public static PlainFile append(Path path, Set<PosixFilePermission> mode) throws IOException {
        return writable(path, APPEND | O_CREAT, mode);
    }

    /**
     * The same, but not behind a link.
     *
     * @throws NotPlain also when it is a link
     */
    public static PlainFile appendUnlinked(Path path, Set<PosixFilePermission> mode)
            throws IOException {
        return writable(path, APPEND | O_CREAT | O_NOFOLLOW, mode);
    }

    /**
     * Opens what is there for appending, but not behind a link, and makes nothing: the kernel may
     * refuse to who would make a file what is another user's. Source: proc_sys_fs(5),
     * protected_regular.
     *
     * @throws NoSuchFileException when nothing is there
     * @throws NotPlain also when it is a link
     */
    public static PlainFile appendThere(Path path) throws IOException {
        return writable(path, APPEND | O_NOFOLLOW, Set.of());
    }

    /**
     * Makes a file, to append to it.
     *
     * @throws FileAlreadyExistsException when there is anything, if only a link
     */
    public static PlainFile make(Path path, Set<PosixFilePermission> mode) throws IOException {
        return writable(path, APPEND | O_CREAT | O_EXCL, mode);
    }

    /** Which file a descriptor is of. */
    public static Identity identity(int descriptor) throws PosixException {
        return FileLook.at(descriptor).identity();
    }

    private static FileChannel readable(Path path, int flags) throws IOException {
        int descriptor = open(path, flags, 0);
        look(path, descriptor);
        // closing the channel closes the stream, here and below
        return new FileInputStream(object(descriptor)).getChannel();
    }

    private static PlainFile writable(Path path, int flags, Set<PosixFilePermission> mode)
            throws IOException {
        if (isElsewhere(path)) {
            return elsewhere(path, flags, mode);
        }
        int descriptor = open(path, flags, bits(mode));
        FileLook look = look(path, descriptor);
        FileChannel channel = new FileOutputStream(object(descriptor)).getChannel();
        return new PlainFile(channel, look.identity(), look.names());
    }

    /** Whether it is in a file system of somebody's own, which knows nothing of descriptors. */
    private static boolean isElsewhere(Path path) {
        return path.getFileSystem() != FileSystems.getDefault();
    }

    private static PlainFile elsewhere(Path path, int flags, Set<PosixFilePermission> mode)
            throws IOException {
        Set<OpenOption> options = new HashSet<>(Set.of(StandardOpenOption.APPEND));
        if ((flags & O_EXCL) != 0) {
            options.add(StandardOpenOption.CREATE_NEW);
        } else if ((flags & O_CREAT) != 0) {
            options.add(StandardOpenOption.CREATE);
        }
        FileChannel channel =
                FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(mode));
        return new PlainFile(channel, new Identity(0, 0), 1);
    }

    private static FileDescriptor object(int descriptor) {
        return sun.nio.ch.IOUtil.newFD(descriptor);
    }

    private static int bits(Set<PosixFilePermission> mode) {
        int bits = 0;
        for (PosixFilePermission it : mode) {
            // the first of them is the highest bit
            bits |= 0400 >> it.ordinal();
        }
        return bits;
    }

    /** Looks at what was just opened, which is closed again unless it is plain. */
    private static FileLook look(Path path, int descriptor) throws FileSystemException {
        boolean isPlain = false;
        try {
            FileLook look = FileLook.at(descriptor);
            isPlain = look.isPlain();
            if (!isPlain) {
                throw new NotPlain(path);
            }
            return look;
        } catch (PosixException e) {
            throw failure(path, e.errno(), 0);
        } finally {
            if (!isPlain) {
                LibC.close(descriptor);
            }
        }
    }

    /** Opens what is there, unless somebody would notice, or makes it. */
    private static int open(Path path, int flags, int mode) throws FileSystemException {
        if ((flags & O_EXCL) == 0 && !isQuiet(path, flags)) {
            throw new NotPlain(path);
        }
        byte[] name = LibC.cString(path.toString());
        int descriptor = LibC.open(name, flags, mode);
        while (descriptor < 0 && Native.getLastError() == Errno.EINTR) {
            descriptor = LibC.open(name, flags, mode);
        }
        if (descriptor < 0) {
            throw failure(path, Native.getLastError(), flags);
        }
        return descriptor;
    }

    /** What can't be looked at counts as quiet, since opening it tells why. */
    private static boolean isQuiet(Path path, int flags) {
        try {
            FileLook look =
                    (flags & O_NOFOLLOW) == 0
                            ? FileLook.at(path)
                            : FileLook.at(path, LinkOption.NOFOLLOW_LINKS);
            return look.isQuiet();
        } catch (PosixException e) {
            return true;
        }
    }

    /** As the JDK tells of it. */
    private static FileSystemException failure(Path path, int errno, int flags) {
        String name = path.toString();
        return switch (errno) {
            case Errno.ENOENT -> new NoSuchFileException(name);
            case Errno.EACCES -> new AccessDeniedException(name);
            case Errno.EEXIST -> new FileAlreadyExistsException(name);
            // a FIFO that nobody reads, a socket, a device that is not there
            case Errno.ENXIO -> new NotPlain(path);
            case Errno.ELOOP ->
                    (flags & O_NOFOLLOW) != 0
                            ? new NotPlain(path)
                            : new FileSystemException(name, null, LibC.strerror(errno));
            default -> new FileSystemException(name, null, LibC.strerror(errno));
        };
    }
}
