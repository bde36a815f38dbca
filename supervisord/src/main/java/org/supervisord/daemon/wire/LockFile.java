package org.supervisord.daemon.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file that one process holds at a time. It is there only while it is held; the lock ends with
 * its holder, so that a file that a killed one left is no obstacle. Nobody else can open what is
 * made here; what another user has put in its place before is not opened.
 *
 * <p>The kernel takes the lock from a process that closes any descriptor of the file: source:
 * fcntl(2). So nothing but {@link #tryToHold} may open it, and threads of one process had better
 * not contend for it.
 */
final class LockFile implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MOST_BYTES = 1 << 20;

    /** Both to read and to write: opening a FIFO so does not wait. Source: fifo(7). */
    private static final Set<OpenOption> FOUND =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path file;
    private final FileChannel channel;

    private LockFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes it, without waiting; empty when it is held.
     *
     * @param owner the number of the user who is to own it
     * @throws AccessDeniedException when there is something else in its place
     */
    static Optional<LockFile> tryToHold(Path file, int owner) throws IOException {
        FileChannel channel;
        Optional<Object> found = own(file, owner);
        try {
            channel = found.isPresent() ? FileChannel.open(file, FOUND) : make(file);
        } catch (FileAlreadyExistsException | NoSuchFileException anotherHasJustMadeOrRemovedIt) {
            return Optional.empty();
        }
        boolean held = false;
        try {
            held = isLocked(channel) && isStillInPlace(channel, file, found, owner);
        } finally {
            if (!held) {
                channel.close();
            }
        }
        return held ? Optional.of(new LockFile(file, channel)) : Optional.empty();
    }

    private static FileChannel make(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** What tells the file from others; empty when there is none. */
    private static Optional<Object> own(Path file, int owner) throws IOException {
        try {
            Map<String, Object> it =
                    Files.readAttributes(
                            file,
                            "unix:isRegularFile,nlink,uid,fileKey",
                            LinkOption.NOFOLLOW_LINKS);
            if (Integer.valueOf(0).equals(it.get("nlink"))) {
                // removed while it was looked at
                return Optional.empty();
            }
            if (!Boolean.TRUE.equals(it.get("isRegularFile"))
                    || !Integer.valueOf(1).equals(it.get("nlink"))
                    || !Integer.valueOf(owner).equals(it.get("uid"))) {
                throw new AccessDeniedException(file.toString());
            }
            return Optional.of(it.get("fileKey"));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * Between opening and locking, a former holder may have removed what was opened, and another
     * made and holds a new one: seen by a size that the file in place has, or has not. It is given
     * to nothing that was not found to be our own, before and after.
     */
    private static boolean isStillInPlace(
            FileChannel channel, Path file, Optional<Object> found, int owner) throws IOException {
        Optional<Object> now = own(file, owner);
        if (now.isEmpty() || found.isPresent() && !found.equals(now)) {
            return false;
        }
        int size = 1 + RANDOM.nextInt(MOST_BYTES);
        channel.truncate(0);
        channel.write(ByteBuffer.allocate(1), size - 1);
        try {
            return size
                    == Files.readAttributes(
                                    file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .size();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Removes it, and lets it go. */
    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(file);
        } finally {
            channel.close();
        }
    }
}
