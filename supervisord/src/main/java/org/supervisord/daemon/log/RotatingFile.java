package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;
import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.fatal.Operation;

/**
 * A file that is appended to, and that makes room for itself when it has grown: {@code x} becomes
 * {@code x.1}, {@code x.1} becomes {@code x.2}, and so on. A file that can't be written keeps
 * nobody waiting: the bytes are counted as lost, the trouble is reported once, and every later
 * write tries again. What is no plain file (a terminal, a FIFO) is never rotated or removed.
 */
public final class RotatingFile implements LogSink {
    /** Anybody may read it. */
    public static final String PUBLIC = "rw-r--r--";

    /** Nobody else may read it. */
    public static final String PRIVATE = "rw-------";

    private final Path path;
    private final long maxbytes;
    private final int backups;
    private final FileAttribute<Set<PosixFilePermission>> mode;
    private final Consumer<String> trouble;
    private final FatalReasons fatalReasons;
    private final Operation rotation;
    private final Operation removal;

    private FileChannel channel;
    private boolean rotates;
    private long size;
    private long lost;
    private boolean inTrouble;

    /**
     * Opens a file for appending, and makes it if it is not there.
     *
     * @param maxbytes size in bytes from which on it is rotated; 0 for never
     * @param backups how many older files are kept; with 0 it is emptied when it is full
     * @param mode its permissions if it is made; the umask takes from them
     * @param trouble told in one line when the file can't be written, and when it can be again
     * @param fatalReasons told when it can't be rotated or removed
     */
    public RotatingFile(
            Path path,
            long maxbytes,
            int backups,
            String mode,
            Consumer<String> trouble,
            FatalReasons fatalReasons) {
        this.path = path;
        this.maxbytes = maxbytes;
        this.backups = backups;
        this.mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
        this.trouble = trouble;
        this.fatalReasons = fatalReasons;
        this.rotation = new Operation("rotate log", path.toString());
        this.removal = new Operation("remove log", path.toString());
        try {
            open(false);
        } catch (IOException e) {
            report(e);
        }
    }

    /** How many bytes could not be written so far. */
    public long lost() {
        return lost;
    }

    @Override
    public void write(ByteBuffer data) {
        try {
            if (channel == null) {
                open(false);
            }
            while (data.hasRemaining()) {
                size += channel.write(data);
            }
            if (rotates && size >= maxbytes) {
                rotate();
            }
            if (inTrouble) {
                // only now: a file that can't be rotated can still be written to
                trouble.accept("log " + path + " can be written again, " + lost + " bytes lost");
                inTrouble = false;
            }
        } catch (IOException e) {
            report(e);
            lost += data.remaining();
            data.position(data.limit());
        }
    }

    private void open(boolean empty) throws IOException {
        Set<OpenOption> options =
                empty
                        ? Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING)
                        : Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        channel = FileChannel.open(path, options, mode);
        boolean plain = Files.isRegularFile(path);
        size = plain ? channel.size() : 0;
        rotates = plain && maxbytes > 0;
    }

    private void rotate() throws IOException {
        try {
            rotateOnce();
            fatalReasons.clear(rotation);
        } catch (IOException e) {
            fatalReasons.raise(rotation, reason(e));
            throw e;
        }
    }

    private void rotateOnce() throws IOException {
        shut();
        if (backups > 0) {
            for (int i = backups - 1; i > 0; i--) {
                if (Files.exists(numbered(i))) {
                    move(numbered(i), numbered(i + 1));
                }
            }
            move(path, numbered(1));
        }
        open(true);
    }

    private Path numbered(int number) {
        return FileSystems.getDefault().getPath(path + "." + number);
    }

    private void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException gone) {
            // somebody else has tidied up; there is room now, which is what it is about
        }
    }

    @Override
    public void reopen() {
        shut();
        try {
            open(false);
        } catch (IOException e) {
            report(e);
        }
    }

    @Override
    public void clear() throws IOException {
        if (isSpecial()) {
            // it has kept nothing, and others use it too: think of /dev/null
            return;
        }
        shut();
        try {
            Files.deleteIfExists(path);
            fatalReasons.clear(removal);
        } catch (IOException e) {
            fatalReasons.raise(removal, reason(e));
            throw e;
        } finally {
            reopen();
        }
    }

    private boolean isSpecial() {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    @Override
    public void close() {
        shut();
    }

    private void shut() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                report(e);
            }
            channel = null;
        }
    }

    private void report(IOException e) {
        if (!inTrouble) {
            // once: nothing more is said until it works again
            inTrouble = true;
            trouble.accept("can't write log " + path + ": " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : e.getClass().getSimpleName()
                        + (e.getMessage() == null ? "" : " " + e.getMessage());
    }
}
