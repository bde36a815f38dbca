package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.fatal.Operation;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.log.LogSnapshot.Due;
import org.supervisord.daemon.posix.FileError;

/**
 * A file that is appended to, and that makes room for itself when it has grown: {@code x} becomes
 * {@code x.1}, {@code x.1} becomes {@code x.2}, and so on. Whatever fails keeps nobody waiting and
 * is tried again by every later write; only a write without room waits for older files to be gone.
 * Until a new file is there the old one is written to; bytes that can't be written are counted as
 * lost.
 */
public final class RotatingFile implements LogSink {
    /** Permissions of a log that anybody may read. */
    public static final String PUBLIC = "rw-r--r--";

    /** Permissions of a log that nobody else may read. */
    public static final String PRIVATE = "rw-------";

    private static final Set<String> NO_ROOM = Set.of("ENOSPC", "EDQUOT");

    private final Path path;
    private final long maxbytes;
    private final int backupCount;
    private final Backups backups;
    private final LogFileOpener opener;
    private final Consumer<String> trouble;
    private final FatalReasons fatalReasons;
    private final Disposal disposal;
    private final Operation opening;
    private final Operation rotation;
    private final Operation removal;

    /** Absent before it is opened for the first time, and when what it led to was removed. */
    private FileChannel channel;

    /** How the file is to be opened by its name, which has not worked so far. */
    private Due due = Due.OPEN;

    /** Whether a rotation was begun, and has not worked so far. */
    private boolean isRotationDue;

    private long lost;
    private boolean inTrouble;

    /**
     * A file that is not open yet.
     *
     * @param maxbytes size in bytes from which on it is rotated; 0 for never
     * @param backupCount how many older files are kept; with 0 or less it is emptied when it is
     *     full
     * @param mode its permissions if it is made; the umask takes from them
     * @param trouble told in one line when the file can't be written, and when it can be again
     * @param fatalReasons told when it can't be opened again, rotated or removed
     * @param disposal gets rid of the oldest file, and of the file when it is removed
     */
    public RotatingFile(
            Path path,
            long maxbytes,
            int backupCount,
            String mode,
            Consumer<String> trouble,
            FatalReasons fatalReasons,
            Disposal disposal) {
        this.path = path;
        this.maxbytes = maxbytes;
        this.backupCount = backupCount;
        this.backups = new Backups(path, backupCount, disposal);
        this.opener = new LogFileOpener(path, mode);
        this.trouble = trouble;
        this.fatalReasons = fatalReasons;
        this.disposal = disposal;
        this.opening = new Operation("open log", path.toString());
        this.rotation = new Operation("rotate log", path.toString());
        this.removal = new Operation("remove log", path.toString());
    }

    /** How many bytes could not be written so far. */
    public long lost() {
        return lost;
    }

    @Override
    public void open() throws IOException {
        if (due != Due.NOTHING) {
            replace(due == Due.MAKE ? opener.make() : opener.open());
            due = Due.NOTHING;
            fatalReasons.clear(opening);
            if (!isFull()) {
                // the one that could not be rotated is out of the way
                fatalReasons.clear(rotation);
            }
        }
    }

    /** What another program needs to go on with it. */
    LogSnapshot snapshot(Keeper keeper) throws IOException {
        return new LogSnapshot(
                path.toString(),
                channel == null ? OptionalInt.empty() : OptionalInt.of(keeper.keep(channel)),
                due,
                lost,
                inTrouble,
                backups.unfinished(),
                List.of());
    }

    /** Goes on with the file that a former program has written; to be called before it is used. */
    void resume(LogSnapshot former, Inheritance inheritance) throws IOException {
        lost = former.lost();
        inTrouble = former.inTrouble();
        backups.resume(former.rotating());
        if (former.descriptor().isPresent()) {
            int descriptor = former.descriptor().getAsInt();
            replace(inheritance.file(descriptor));
            due = former.due();
            if (due == Due.NOTHING) {
                opener.resume(descriptor);
            }
        }
    }

    @Override
    public void write(ByteBuffer data) {
        if (due != Due.NOTHING) {
            openAgain();
        }
        try {
            if (channel == null) {
                throw new IOException("it could not be opened");
            }
            append(data);
            if (inTrouble) {
                inTrouble = false;
                trouble.accept("log " + path + " can be written again, " + lost + " bytes lost");
            }
        } catch (IOException e) {
            lost += data.remaining();
            data.position(data.limit());
            if (!inTrouble) {
                // once: nothing more is said until it works again
                inTrouble = true;
                trouble.accept("can't write log " + path + ": " + FileError.text(e));
            }
        }
        if (due == Due.NOTHING) {
            rotateWhenFull();
        }
    }

    private void append(ByteBuffer data) throws IOException {
        try {
            appendWhole(data);
        } catch (IOException e) {
            // there may be room as soon as older files are gone, whose names are already
            if (!NO_ROOM.contains(FileError.name(e)) || !disposal.finish()) {
                throw e;
            }
            appendWhole(data);
        }
    }

    private void appendWhole(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            if (channel.write(data) == 0) {
                // EAGAIN, to the JDK; nobody would tell when it is another time
                throw new IOException("it takes nothing for now");
            }
        }
    }

    /** By the file's own size, as somebody else may write to it, too, or have emptied it. */
    private boolean isFull() throws IOException {
        return maxbytes > 0 && channel.size() >= maxbytes;
    }

    private void openAgain() {
        try {
            open();
        } catch (IOException e) {
            fatalReasons.raise(opening, FileError.text(e));
        }
    }

    private void replace(FileChannel newer) {
        shut();
        channel = newer;
    }

    private void rotateWhenFull() {
        try {
            boolean isFull = isFull();
            if (!isFull && !isRotationDue) {
                return;
            }
            isRotationDue = true;
            if (isFull && backupCount <= 0) {
                replace(opener.empty());
            } else if (isFull) {
                backups.shift();
                opener.forget();
                due = Due.MAKE;
            }
            isRotationDue = false;
            fatalReasons.clear(rotation);
        } catch (IOException e) {
            fatalReasons.raise(rotation, FileError.text(e));
        }
        if (due == Due.MAKE) {
            openAgain();
        }
    }

    @Override
    public void reopen() {
        if (due == Due.NOTHING) {
            // a link that was none before was planted, by whoever may write to the folder
            due = opener.isLink() ? Due.OPEN : Due.MAKE;
        }
        openAgain();
    }

    @Override
    public void clear() throws IOException {
        try {
            disposal.remove(path);
            fatalReasons.clear(removal);
        } catch (IOException e) {
            fatalReasons.raise(removal, FileError.text(e));
            reopen();
            throw e;
        }
        // what would be written to the old file would go with it
        if (channel != null) {
            disposal.close(channel);
            channel = null;
        }
        opener.forget();
        due = Due.MAKE;
        try {
            open();
        } catch (IOException e) {
            fatalReasons.raise(opening, FileError.text(e));
            throw e;
        }
    }

    @Override
    public void close() {
        shut();
        due = Due.OPEN;
        if (inTrouble) {
            inTrouble = false;
            trouble.accept("log " + path + " is closed, " + lost + " bytes lost");
        }
    }

    private void shut() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                trouble.accept("closing log " + path + ": " + FileError.text(e));
            }
            channel = null;
        }
    }
}
