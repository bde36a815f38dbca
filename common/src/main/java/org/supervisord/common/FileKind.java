package org.supervisord.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What kind of thing a file is, beyond what Java tells of it. Source: inode(7). */
public final class FileKind {
    private static final int KIND = 0170000;
    private static final int SOCKET = 0140000;

    private FileKind() {}

    /**
     * Whether a name is that of a socket, and not of a link to one.
     *
     * @throws IOException when there is no such name, or it can't be looked at
     */
    public static boolean isSocket(Path file) throws IOException {
        int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & KIND) == SOCKET;
    }
}
