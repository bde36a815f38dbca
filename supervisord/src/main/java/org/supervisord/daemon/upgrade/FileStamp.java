package org.supervisord.daemon.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file of a program, to be known again.
 *
 * @param mark which file it is, how long it is and when it was written
 */
public record FileStamp(String path, String mark) {
    /** The file that is there now. */
    public static FileStamp of(Path path) throws IOException {
        BasicFileAttributes is = Files.readAttributes(path, BasicFileAttributes.class);
        return new FileStamp(
                path.toAbsolutePath().toString(),
                is.fileKey() + " " + is.size() + " " + is.lastModifiedTime());
    }

    /** Whether the same file is still there, as it was. */
    public boolean isStillThere() {
        try {
            return equals(of(Path.of(path)));
        } catch (IOException e) {
            return false;
        }
    }
}
