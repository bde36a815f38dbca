package org.supervisord.daemon.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Why a folder can't be entered. */
final class Folders {
    private Folders() {}

    /** The error number that chdir(2) would answer this thread with, 0 when it would succeed. */
    static int whyNot(String folder) {
        if (folder.isEmpty()) {
            return Errno.ENOENT; // to the JDK it is the current one
        }
        try {
            Path path = Path.of(folder);
            if (!Files.readAttributes(path, BasicFileAttributes.class).isDirectory()) {
                return Errno.ENOTDIR;
            }
            return Files.isExecutable(path) ? 0 : Errno.EACCES;
        } catch (IOException e) {
            return FileError.errno(e).orElse(Errno.ENOENT);
        } catch (InvalidPathException e) {
            return Errno.ENOENT;
        }
    }
}
