package org.supervisord.daemon.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * What is known of a file. Source: statx(2), and inode(7).
 *
 * @param names how many it has
 * @param mode its kind and its permissions
 * @param device what it stands for, if it is a device
 */
record FileLook(PlainFile.Identity identity, int names, int mode, long device) {
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int BASIC = 0x7ff;
    private static final int SIZE = 256;
    private static final int LINKS = 16;
    private static final int MODE = 28;
    private static final int INODE = 32;
    private static final int REPRESENTED = 128;
    private static final int DEVICE = 136;
    private static final int KIND = 0170000;
    private static final int REGULAR = 0100000;
    private static final int FOLDER = 0040000;
    private static final int LINK = 0120000;
    private static final int CHARACTERS = 0020000;

    /** Of /dev/null. Source: null(4). */
    private static final long NULL_DEVICE = 1L << Integer.SIZE | 3;

    private static final Statx KERNEL =
            (folder, path, flags, look) ->
                    LibC.statx(folder, path, flags, BASIC, look) == 0 ? 0 : -Native.getLastError();

    /** The system call: answers with 0, or with an error's negative number. */
    @FunctionalInterface
    interface Statx {
        int call(int folder, byte[] path, int flags, Pointer look);
    }

    /** What an open descriptor is of. */
    static FileLook at(int descriptor) throws PosixException {
        return at(descriptor, KERNEL);
    }

    static FileLook at(int descriptor, Statx statx) throws PosixException {
        return look(statx, descriptor, "", AT_EMPTY_PATH, Path.of("/proc/self/fd/" + descriptor));
    }

    /** What is at a path. */
    static FileLook at(Path path, LinkOption... links) throws PosixException {
        return at(path, KERNEL, links);
    }

    static FileLook at(Path path, Statx statx, LinkOption... links) throws PosixException {
        int flags = links.length == 0 ? 0 : AT_SYMLINK_NOFOLLOW;
        return look(statx, AT_FDCWD, path.toString(), flags, path, links);
    }

    /**
     * Looks by statx(2), or as the JDK does where that is not let through, as in some containers.
     *
     * @param same for the JDK, a path to the same file
     */
    private static FileLook look(
            Statx statx, int folder, String name, int flags, Path same, LinkOption... links)
            throws PosixException {
        try (Memory it = LibC.zeroed(SIZE)) {
            int result = statx.call(folder, LibC.cString(name), flags, it);
            if (result == -Errno.EPERM) {
                return byTheJdk(same, links);
            }
            if (result != 0) {
                throw new PosixException("statx", -result);
            }
            return new FileLook(
                    new PlainFile.Identity(it.getLong(INODE), device(it, DEVICE)),
                    it.getInt(LINKS),
                    Short.toUnsignedInt(it.getShort(MODE)),
                    device(it, REPRESENTED));
        }
    }

    private static long device(Memory look, int at) {
        return device(look.getInt(at), look.getInt(at + Integer.BYTES));
    }

    private static long device(int major, int minor) {
        return (long) major << Integer.SIZE | minor;
    }

    private static FileLook byTheJdk(Path path, LinkOption... links) throws PosixException {
        try {
            Map<String, Object> it =
                    Files.readAttributes(path, "unix:ino,dev,nlink,mode,rdev", links);
            return new FileLook(
                    new PlainFile.Identity((Long) it.get("ino"), device((Long) it.get("dev"))),
                    (Integer) it.get("nlink"),
                    (Integer) it.get("mode"),
                    device((Long) it.get("rdev")));
        } catch (IOException e) {
            throw new PosixException("statx", Errno.EPERM);
        }
    }

    /** Takes the two numbers of a device apart. Source: makedev(3). */
    static long device(long both) {
        long major = both >>> 8 & 0xfff | both >>> 32 & ~0xfff;
        long minor = both & 0xff | both >>> 12 & ~0xff;
        return device((int) major, (int) minor);
    }

    boolean isPlain() {
        return kind() == REGULAR || kind() == CHARACTERS && device == NULL_DEVICE;
    }

    /** Whether opening it is noticed by nobody: there is no other end to it, and no machine. */
    boolean isQuiet() {
        return isPlain() || kind() == FOLDER || kind() == LINK;
    }

    private int kind() {
        return mode & KIND;
    }
}
