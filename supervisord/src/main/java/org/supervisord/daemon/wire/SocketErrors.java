package org.supervisord.daemon.wire;

import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import org.supervisord.common.SystemWords;

/** Puts Java's words for a failed bind back into the kernel's. */
public final class SocketErrors {
    /**
     * What strerror(3) says to the errors of bind(2), listen(2) and of making folders and links.
     */
    private static final Map<String, String> ERRORS =
            Map.ofEntries(
                    Map.entry("Operation not permitted", "EPERM (1)"),
                    Map.entry("No such file or directory", "ENOENT (2)"),
                    Map.entry("Permission denied", "EACCES (13)"),
                    Map.entry("Not a directory", "ENOTDIR (20)"),
                    Map.entry("Too many open files", "EMFILE (24)"),
                    Map.entry("No space left on device", "ENOSPC (28)"),
                    Map.entry("Read-only file system", "EROFS (30)"),
                    Map.entry("File name too long", "ENAMETOOLONG (36)"),
                    Map.entry("Too many levels of symbolic links", "ELOOP (40)"),
                    Map.entry("Address already in use", "EADDRINUSE (98)"),
                    Map.entry("Cannot assign requested address", "EADDRNOTAVAIL (99)"));

    private SocketErrors() {}

    /** The failure in the terms of the command line. */
    public static ServerException translated(Exception e) {
        if (e instanceof ServerException known) {
            return known;
        }
        String words = words(e);
        for (Map.Entry<String, String> error : ERRORS.entrySet()) {
            if (words.contains(error.getKey())) {
                return error.getValue().startsWith("EADDRINUSE")
                        ? new ServerException.AddressInUse(e)
                        : new ServerException.CannotListen("errno." + error.getValue(), e);
            }
        }
        return new ServerException.CannotListen(words, e);
    }

    /** What went wrong, in the kernel's words. */
    static String words(Exception e) {
        if (e instanceof UnresolvedAddressException) {
            return "Name or service not known";
        }
        if (e instanceof IOException failure) {
            return SystemWords.of(failure);
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Whether nobody listens at an address that is there. */
    static boolean isRefused(IOException e) {
        return e.getMessage() != null && e.getMessage().contains("Connection refused");
    }
}
