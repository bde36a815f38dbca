package org.supervisord.daemon.posix;

import java.util.Map;

/** Error numbers of Linux and their names. Source: errno(3); the same on x86-64 and aarch64. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;
    static final int ECHILD = 10;
    static final int EACCES = 13;
    static final int EEXIST = 17;
    static final int ENOTDIR = 20;
    static final int EISDIR = 21;
    static final int EINVAL = 22;
    static final int EMFILE = 24;
    static final int ERANGE = 34;
    static final int ENAMETOOLONG = 36;
    static final int ENOTEMPTY = 39;
    static final int ELOOP = 40;
    static final int EPROTOTYPE = 91;
    static final int EINPROGRESS = 115;

    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(EPERM, "EPERM"),
                    Map.entry(ENOENT, "ENOENT"),
                    Map.entry(ESRCH, "ESRCH"),
                    Map.entry(EINTR, "EINTR"),
                    Map.entry(5, "EIO"),
                    Map.entry(ENXIO, "ENXIO"),
                    Map.entry(7, "E2BIG"),
                    Map.entry(8, "ENOEXEC"),
                    Map.entry(9, "EBADF"),
                    Map.entry(ECHILD, "ECHILD"),
                    Map.entry(EAGAIN, "EAGAIN"),
                    Map.entry(12, "ENOMEM"),
                    Map.entry(EACCES, "EACCES"),
                    Map.entry(14, "EFAULT"),
                    Map.entry(16, "EBUSY"),
                    Map.entry(EEXIST, "EEXIST"),
                    Map.entry(19, "ENODEV"),
                    Map.entry(ENOTDIR, "ENOTDIR"),
                    Map.entry(EISDIR, "EISDIR"),
                    Map.entry(EINVAL, "EINVAL"),
                    Map.entry(23, "ENFILE"),
                    Map.entry(EMFILE, "EMFILE"),
                    Map.entry(26, "ETXTBSY"),
                    Map.entry(28, "ENOSPC"),
                    Map.entry(30, "EROFS"),
                    Map.entry(32, "EPIPE"),
                    Map.entry(ERANGE, "ERANGE"),
                    Map.entry(ENAMETOOLONG, "ENAMETOOLONG"),
                    Map.entry(38, "ENOSYS"),
                    Map.entry(27, "EFBIG"),
                    Map.entry(ENOTEMPTY, "ENOTEMPTY"),
                    Map.entry(ELOOP, "ELOOP"),
                    Map.entry(90, "EMSGSIZE"),
                    Map.entry(EPROTOTYPE, "EPROTOTYPE"),
                    Map.entry(111, "ECONNREFUSED"),
                    Map.entry(EINPROGRESS, "EINPROGRESS"),
                    Map.entry(122, "EDQUOT"),
                    Map.entry(80, "ELIBBAD"));

    private Errno() {}

    /** The name of an error, or its number where the name is not known. */
    static String name(int errno) {
        return NAMES.getOrDefault(errno, Integer.toString(errno));
    }
}
