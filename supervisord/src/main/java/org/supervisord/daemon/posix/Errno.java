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
                    Map.entry(15, "ENOTBLK"),
                    Map.entry(16, "EBUSY"),
                    Map.entry(EEXIST, "EEXIST"),
                    Map.entry(18, "EXDEV"),
                    Map.entry(19, "ENODEV"),
                    Map.entry(ENOTDIR, "ENOTDIR"),
                    Map.entry(EISDIR, "EISDIR"),
                    Map.entry(EINVAL, "EINVAL"),
                    Map.entry(23, "ENFILE"),
                    Map.entry(EMFILE, "EMFILE"),
                    Map.entry(25, "ENOTTY"),
                    Map.entry(26, "ETXTBSY"),
                    Map.entry(27, "EFBIG"),
                    Map.entry(28, "ENOSPC"),
                    Map.entry(29, "ESPIPE"),
                    Map.entry(30, "EROFS"),
                    Map.entry(31, "EMLINK"),
                    Map.entry(32, "EPIPE"),
                    Map.entry(33, "EDOM"),
                    Map.entry(ERANGE, "ERANGE"),
                    Map.entry(35, "EDEADLOCK"),
                    Map.entry(ENAMETOOLONG, "ENAMETOOLONG"),
                    Map.entry(37, "ENOLCK"),
                    Map.entry(38, "ENOSYS"),
                    Map.entry(ENOTEMPTY, "ENOTEMPTY"),
                    Map.entry(ELOOP, "ELOOP"),
                    Map.entry(42, "ENOMSG"),
                    Map.entry(43, "EIDRM"),
                    Map.entry(44, "ECHRNG"),
                    Map.entry(45, "EL2NSYNC"),
                    Map.entry(46, "EL3HLT"),
                    Map.entry(47, "EL3RST"),
                    Map.entry(48, "ELNRNG"),
                    Map.entry(49, "EUNATCH"),
                    Map.entry(50, "ENOCSI"),
                    Map.entry(51, "EL2HLT"),
                    Map.entry(52, "EBADE"),
                    Map.entry(53, "EBADR"),
                    Map.entry(54, "EXFULL"),
                    Map.entry(55, "ENOANO"),
                    Map.entry(56, "EBADRQC"),
                    Map.entry(57, "EBADSLT"),
                    Map.entry(59, "EBFONT"),
                    Map.entry(60, "ENOSTR"),
                    Map.entry(61, "ENODATA"),
                    Map.entry(62, "ETIME"),
                    Map.entry(63, "ENOSR"),
                    Map.entry(64, "ENONET"),
                    Map.entry(65, "ENOPKG"),
                    Map.entry(66, "EREMOTE"),
                    Map.entry(67, "ENOLINK"),
                    Map.entry(68, "EADV"),
                    Map.entry(69, "ESRMNT"),
                    Map.entry(70, "ECOMM"),
                    Map.entry(71, "EPROTO"),
                    Map.entry(72, "EMULTIHOP"),
                    Map.entry(73, "EDOTDOT"),
                    Map.entry(74, "EBADMSG"),
                    Map.entry(75, "EOVERFLOW"),
                    Map.entry(76, "ENOTUNIQ"),
                    Map.entry(77, "EBADFD"),
                    Map.entry(78, "EREMCHG"),
                    Map.entry(79, "ELIBACC"),
                    Map.entry(80, "ELIBBAD"),
                    Map.entry(81, "ELIBSCN"),
                    Map.entry(82, "ELIBMAX"),
                    Map.entry(83, "ELIBEXEC"),
                    Map.entry(84, "EILSEQ"),
                    Map.entry(85, "ERESTART"),
                    Map.entry(86, "ESTRPIPE"),
                    Map.entry(87, "EUSERS"),
                    Map.entry(88, "ENOTSOCK"),
                    Map.entry(89, "EDESTADDRREQ"),
                    Map.entry(90, "EMSGSIZE"),
                    Map.entry(EPROTOTYPE, "EPROTOTYPE"),
                    Map.entry(92, "ENOPROTOOPT"),
                    Map.entry(93, "EPROTONOSUPPORT"),
                    Map.entry(94, "ESOCKTNOSUPPORT"),
                    Map.entry(95, "ENOTSUP"),
                    Map.entry(96, "EPFNOSUPPORT"),
                    Map.entry(97, "EAFNOSUPPORT"),
                    Map.entry(98, "EADDRINUSE"),
                    Map.entry(99, "EADDRNOTAVAIL"),
                    Map.entry(100, "ENETDOWN"),
                    Map.entry(101, "ENETUNREACH"),
                    Map.entry(102, "ENETRESET"),
                    Map.entry(103, "ECONNABORTED"),
                    Map.entry(104, "ECONNRESET"),
                    Map.entry(105, "ENOBUFS"),
                    Map.entry(106, "EISCONN"),
                    Map.entry(107, "ENOTCONN"),
                    Map.entry(108, "ESHUTDOWN"),
                    Map.entry(109, "ETOOMANYREFS"),
                    Map.entry(110, "ETIMEDOUT"),
                    Map.entry(111, "ECONNREFUSED"),
                    Map.entry(112, "EHOSTDOWN"),
                    Map.entry(113, "EHOSTUNREACH"),
                    Map.entry(114, "EALREADY"),
                    Map.entry(EINPROGRESS, "EINPROGRESS"),
                    Map.entry(116, "ESTALE"),
                    Map.entry(117, "EUCLEAN"),
                    Map.entry(118, "ENOTNAM"),
                    Map.entry(119, "ENAVAIL"),
                    Map.entry(120, "EISNAM"),
                    Map.entry(121, "EREMOTEIO"),
                    Map.entry(122, "EDQUOT"),
                    Map.entry(123, "ENOMEDIUM"),
                    Map.entry(124, "EMEDIUMTYPE"),
                    Map.entry(125, "ECANCELED"),
                    Map.entry(126, "ENOKEY"),
                    Map.entry(127, "EKEYEXPIRED"),
                    Map.entry(128, "EKEYREVOKED"),
                    Map.entry(129, "EKEYREJECTED"),
                    Map.entry(130, "EOWNERDEAD"),
                    Map.entry(131, "ENOTRECOVERABLE"),
                    Map.entry(132, "ERFKILL"));

    private Errno() {}

    /** The name of an error, or its number where the name is not known. */
    static String name(int errno) {
        return NAMES.getOrDefault(errno, Integer.toString(errno));
    }
}
