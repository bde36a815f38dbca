package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;
import org.supervisord.common.WorkingFolder;

/** The older files of a log, {@code x.1} the youngest of them. */
final class Backups {
    private static final int DONE = -1;

    /** From so many on, looking for the oldest file is quicker than trying all names. */
    private static final int MANY = 100;

    /** The name of a file that goes as soon as another has its place; none that is looked for. */
    private static final String ASIDE = ".%s~";

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final Path path;
    private final int kept;
    private final Disposal disposal;
    private final Renaming renaming;

    /** Gives a file another name, in place of the file that has it. */
    interface Renaming {
        void move(Path from, Path to) throws IOException;
    }

    /** The number of the file that is moved up next, 0 for the log itself. */
    private int next = DONE;

    /** Older files of a log, of which so many are kept; at least one if they are to be shifted. */
    Backups(Path path, int kept, Disposal disposal) {
        this(
                path,
                kept,
                disposal,
                (from, to) -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }

    /** The same. */
    Backups(Path path, int kept, Disposal disposal, Renaming renaming) {
        this.path = path;
        this.kept = kept;
        this.disposal = disposal;
        this.renaming = renaming;
    }

    /**
     * Moves all files up by one, the log itself included; the oldest one goes.
     *
     * @throws IOException when a file can't be moved; the next call goes on with that file, so that
     *     what failed halfway makes no gaps and loses no file
     */
    void shift() throws IOException {
        if (next == DONE) {
            next = kept <= MANY ? kept - 1 : Math.min(kept - 1, oldest());
        }
        boolean isFirst = true;
        while (next != DONE) {
            Optional<Path> replaced = move(file(next), file(next + 1), isFirst);
            isFirst = false;
            next--;
            if (replaced.isPresent()) {
                disposal.remove(replaced.get());
            }
        }
    }

    /**
     * One more than the number of the file that a shift has to go on with; 0 when there is none.
     */
    int unfinished() {
        return next + 1;
    }

    /** Goes on with a shift that others have begun, as they have said. */
    void resume(int unfinished) {
        next = Math.max(DONE, Math.min(unfinished, kept) - 1);
    }

    private int oldest() throws IOException {
        String prefix = path.getFileName() + ".";
        int oldest = 0;
        Path folder = WorkingFolder.absolute(path).getParent();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.startsWith(prefix)) {
                    String number = name.substring(prefix.length());
                    if (NUMBER.matcher(number).matches()) {
                        oldest = Math.max(oldest, Integer.parseInt(number));
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return oldest;
    }

    /** The one of this number, or the log itself. */
    private Path file(int number) {
        return number == 0 ? path : path.resolveSibling(path.getFileName() + "." + number);
    }

    /**
     * What had the place, under a name that nobody looks for, if something has taken it. Only the
     * first one that is moved replaces another: the next ones take places that were left.
     */
    private Optional<Path> move(Path from, Path to, boolean isFirst) throws IOException {
        Optional<Path> aside = isFirst && replaces(from, to) ? putAside(to) : Optional.empty();
        try {
            renaming.move(from, to);
            return aside;
        } catch (IOException e) {
            if (aside.isPresent()) {
                putBack(aside.get(), to, e);
            }
            if (e instanceof NoSuchFileException) {
                // there are fewer yet; or somebody has tidied up, and there is room: the point
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean replaces(Path from, Path to) {
        return Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)
                && Files.exists(from, LinkOption.NOFOLLOW_LINKS);
    }

    /** If it were moved onto, ext4 would write out all that is moved before that returns. */
    private Optional<Path> putAside(Path old) {
        Path aside = old.resolveSibling(ASIDE.formatted(old.getFileName()));
        try {
            renaming.move(old, aside);
            return Optional.of(aside);
        } catch (IOException e) {
            // a folder has the name, or it is too long: moving onto it takes longer, and works
            return Optional.empty();
        }
    }

    private void putBack(Path aside, Path old, IOException because) {
        try {
            if (Files.exists(old, LinkOption.NOFOLLOW_LINKS)) {
                // somebody else rotates as well, and has put a younger one there
                disposal.remove(aside);
            } else {
                renaming.move(aside, old);
            }
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
