package org.supervisord.daemon.orphans;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.supervisord.daemon.posix.PlainFile;

/** Files with a process id in them. What is no plain file is none. */
public final class PidFiles {
    private static final Set<PosixFilePermission> MODE =
            PosixFilePermissions.fromString("rw-r--r--");

    /** What is longer holds something else, of which the beginning is enough. */
    private static final int MOST_BYTES = 64;

    private PidFiles() {}

    /** Writes a process id; answers whether that worked. */
    public static boolean write(Path path, long pid) {
        try (FileChannel file = PlainFile.append(path, MODE).channel()) {
            file.truncate(0);
            file.write(StandardCharsets.US_ASCII.encode(pid + "\n"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What the file says, if it was left by a process other than this one. */
    static Optional<String> left(Path path, long pid) {
        try {
            String text = read(path);
            return text.equals(Long.toString(pid)) ? Optional.empty() : Optional.of(text);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Removes the file, unless somebody else has written it since. */
    public static void removeOwn(Path path, long pid) {
        try {
            if (read(path).equals(Long.toString(pid))) {
                Files.delete(path);
            }
        } catch (IOException e) {
            // it is not there, or not ours to remove
        }
    }

    private static String read(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        try (FileChannel file = PlainFile.read(path)) {
            file.read(bytes);
        }
        return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString().strip();
    }
}
