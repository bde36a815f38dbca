package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.supervisord.daemon.posix.PlainFile;

/** Opens the file of a log for appending, in the ways there are. */
final class LogFileOpener {
    private final Path path;
    private final Set<PosixFilePermission> mode;

    /** Whether what was opened last was behind a link, which is the operator's. */
    private boolean isLink;

    /** The file that may have other names: the one that was opened last. */
    private Optional<PlainFile.Identity> known = Optional.empty();

    /** An opener of a file that gets these permissions, less the umask, if it is made. */
    LogFileOpener(Path path, String mode) {
        this.path = path;
        this.mode = PosixFilePermissions.fromString(mode);
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

    /** Whether what was opened last was behind a link. */
    boolean isLink() {
        return isLink;
    }

    /** Goes on with a file that a former program has opened. */
    void resume(int descriptor) {
        try {
            known = Optional.of(PlainFile.identity(descriptor));
            isLink =
                    Files.isSymbolicLink(path)
                            && Files.isSameFile(path, Path.of("/proc/self/fd/" + descriptor));
        } catch (IOException e) {
            // it will be looked at as after a rotation
            forget();
        }
    }

    /** What is opened next is to be another file than before. */
    void forget() {
        known = Optional.empty();
        isLink = false;
    }

    /** What is there, also behind a link; if nothing is, a new file. */
    FileChannel open() throws IOException {
        try {
            return opened(PlainFile.appendUnlinked(path, mode), false);
        } catch (PlainFile.NotPlain e) {
            if (!Files.isSymbolicLink(path)) {
                throw e;
            }
            return opened(PlainFile.append(path, mode), true);
        }
    }

    /** The same, with nothing in it; behind a link only if there was one before. */
    FileChannel empty() throws IOException {
        FileChannel channel = isLink ? open() : make();
        try {
            return channel.truncate(0);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * A new file, where there was one that was moved away or removed. What somebody has put there
     * since may lead to a file of somebody else, and gives way, unless it is the one from before.
     */
    FileChannel make() throws IOException {
        try {
            return opened(PlainFile.make(path, mode), false);
        } catch (FileAlreadyExistsException e) {
            Optional<FileChannel> harmless = openHarmless();
            return harmless.isPresent() ? harmless.get() : displace();
        }
    }

    /** The file there, if it has this name alone or is the one from before. */
    private Optional<FileChannel> openHarmless() throws IOException {
        try {
            PlainFile there = PlainFile.appendThere(path);
            if (there.names() <= 1 || known.equals(Optional.of(there.identity()))) {
                return Optional.of(opened(there, false));
            }
            there.channel().close();
            return Optional.empty();
        } catch (PlainFile.NotPlain | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Made beside it and moved over it: nobody can put anything in between, however quick. */
    private FileChannel displace() throws IOException {
        Path fresh = path.resolveSibling(".supervisor-" + UUID.randomUUID());
        PlainFile made = PlainFile.make(fresh, mode);
        try {
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            return opened(made, false);
        } catch (IOException e) {
            made.channel().close();
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    private FileChannel opened(PlainFile file, boolean behindLink) {
        isLink = behindLink;
        known = Optional.of(file.identity());
        return file.channel();
    }
}
