package org.supervisord.daemon.posix;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** What the system said when something with a file failed, which the JDK hides in many ways. */
public final class FileError {
    private static final int LAST = 133;

    /** The system's words for its errors, which depend on the locale. */
    private static final Map<String, Integer> BY_TEXT = new HashMap<>();

    static {
        for (int errno = 1; errno <= LAST; errno++) {
            BY_TEXT.putIfAbsent(LibC.strerror(errno), errno);
        }
    }

    private FileError() {}

    /** The error in the system's words, such as {@code Permission denied}. */
    public static String text(IOException e) {
        OptionalInt errno = errno(e);
        if (errno.isPresent()) {
            return LibC.strerror(errno.getAsInt());
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** The error's name, such as {@code EACCES}. */
    public static String name(IOException e) {
        OptionalInt errno = errno(e);
        return errno.isPresent() ? Errno.name(errno.getAsInt()) : text(e);
    }

    /** The error's number, where there is one. Source: errno(3). */
    public static OptionalInt errno(IOException e) {
        if (e instanceof PosixException posix) {
            return OptionalInt.of(posix.errno());
        } else if (e instanceof NoSuchFileException) {
            return OptionalInt.of(Errno.ENOENT);
        } else if (e instanceof AccessDeniedException) {
            return OptionalInt.of(Errno.EACCES);
        } else if (e instanceof FileAlreadyExistsException) {
            return OptionalInt.of(Errno.EEXIST);
        } else if (e instanceof NotDirectoryException) {
            return OptionalInt.of(Errno.ENOTDIR);
        } else if (e instanceof DirectoryNotEmptyException) {
            return OptionalInt.of(Errno.ENOTEMPTY);
        }
        String text = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        if (text != null && text.startsWith(LibC.strerror(Errno.ELOOP))) {
            // the JDK adds words of its own
            return OptionalInt.of(Errno.ELOOP);
        }
        Integer errno = BY_TEXT.get(text);
        return errno == null ? OptionalInt.empty() : OptionalInt.of(errno);
    }
}
