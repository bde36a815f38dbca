package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Opens the file of a log for appending, in the ways there are. */
final class LogFileOpener {
    private final Path path;
    private final FileAttribute<Set<PosixFilePermission>> mode;

    /** An opener of a file that gets these permissions, less the umask, if it is made. */
    LogFileOpener(Path path, String mode) {
        this.path = path;
        this.mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    /**
     * Whether there is nothing, a file or a folder: no FIFO, terminal or the like. What can't be
     * looked at counts as plain, since opening it tells why.
     */
    static boolean isPlain(Path path) {
        try {
            return !Files.readAttributes(path, BasicFileAttributes.class).isOther();
        } catch (IOException e) {
            return true;
        }
    }

    /** What is there, also behind a link; if nothing is, a new file. */
    FileChannel open() throws IOException {
        refuseWhatIsNoFile();
        return open(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The same, with nothing in it. */
    FileChannel empty() throws IOException {
        refuseWhatIsNoFile();
        // appending does not go together with truncating
        open(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)
                .close();
        return open();
    }

    /**
     * A new file, where there was one that was moved away or removed. What somebody has put there
     * since may lead to a file of somebody else, and gives way.
     */
    FileChannel make() throws IOException {
        try {
            return open(StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
        } catch (FileAlreadyExistsException e) {
            return isHarmless()
                    ? open(StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)
                    : displace();
        }
    }

    /** Made beside it and moved over it: nobody can put anything in between, however quick. */
    private FileChannel displace() throws IOException {
        Path fresh = path.resolveSibling(".supervisor-" + UUID.randomUUID());
        FileChannel channel =
                FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND),
                        mode);
        try {
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            return channel;
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    /** Whether there is a file that has this name alone. */
    private boolean isHarmless() throws IOException {
        try {
            Map<String, Object> it =
                    Files.readAttributes(
                            path, "unix:isRegularFile,nlink", LinkOption.NOFOLLOW_LINKS);
            return Boolean.TRUE.equals(it.get("isRegularFile"))
                    && Integer.valueOf(1).equals(it.get("nlink"));
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** Opening a FIFO, for one, would wait for somebody to read it. */
    private void refuseWhatIsNoFile() throws IOException {
        if (!isPlain(path)) {
            throw new FileSystemException(path.toString(), null, "it is no plain file any more");
        }
    }

    private FileChannel open(OpenOption... options) throws IOException {
        return FileChannel.open(path, Set.of(options), mode);
    }
}
