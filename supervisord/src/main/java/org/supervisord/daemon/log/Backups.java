package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The older files of a log, {@code x.1} the youngest of them. */
final class Backups {
    private static final int DONE = -1;

    private final Path path;
    private final int kept;

    /** The number of the file that is moved up next, 0 for the log itself. */
    private int next = DONE;

    /** Older files of a log, of which so many are kept. */
    Backups(Path path, int kept) {
        this.path = path;
        this.kept = kept;
    }

    /**
     * Moves all files up by one, the log itself included; the oldest one goes.
     *
     * @throws IOException when a file can't be moved; the next call goes on with that file, so that
     *     what failed halfway makes no gaps and loses no file
     */
    void shift() throws IOException {
        if (next == DONE) {
            next = kept - 1;
        }
        while (next != DONE) {
            move(next == 0 ? path : numbered(next), numbered(next + 1));
            next--;
        }
    }

    private Path numbered(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            // there are fewer yet; or somebody has tidied up, and there is room, which is the point
        }
    }
}
