package org.supervisord.daemon.posix;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Why a folder can't be entered. */
final class Folders {
    private static final int EACCES = 13;
    private static final int ENOTDIR = 20;

    private Folders() {}

    /** The error number that chdir(2) would answer with, 0 when it would succeed. */
    static int whyNot(String folder) {
        try {
            Path path = Path.of(folder);
            if (!Files.exists(path)) {
                return Errno.ENOENT;
            }
            if (!Files.isDirectory(path)) {
                return ENOTDIR;
            }
            return Files.isExecutable(path) ? 0 : EACCES;
        } catch (InvalidPathException e) {
            return Errno.ENOENT;
        }
    }
}
