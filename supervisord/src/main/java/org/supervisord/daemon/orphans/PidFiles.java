package org.supervisord.daemon.orphans;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Files with a process id in them. */
public final class PidFiles {
    private PidFiles() {}

    /** Writes a process id; answers whether that worked. */
    public static boolean write(Path path, long pid) {
        var options =
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
        var mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));
        try (FileChannel file = FileChannel.open(path, options, mode)) {
            file.write(StandardCharsets.US_ASCII.encode(pid + "\n"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What the file says, if it was left by a process other than this one. */
    static Optional<String> left(Path path, long pid) {
        try {
            String text = Files.readString(path).strip();
            return text.equals(Long.toString(pid)) ? Optional.empty() : Optional.of(text);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Removes the file, unless somebody else has written it since. */
    public static void removeOwn(Path path, long pid) {
        try {
            if (Files.readString(path).strip().equals(Long.toString(pid))) {
                Files.delete(path);
            }
        } catch (IOException e) {
            // it is not there, or not ours to remove
        }
    }
}
