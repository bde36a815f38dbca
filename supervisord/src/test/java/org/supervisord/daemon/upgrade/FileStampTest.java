package org.supervisord.daemon.upgrade;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStampTest {
    @TempDir private Path folder;

    @Test
    void anotherFileOfTheSameNameIsNoticed() throws Exception {
        Path jar = Files.writeString(folder.resolve("it.jar"), "one");
        FileStamp stamp = FileStamp.of(jar);
        assertTrue(stamp.isStillThere());
        Files.move(
                Files.writeString(folder.resolve("new"), "two"),
                jar,
                StandardCopyOption.REPLACE_EXISTING);
        assertFalse(stamp.isStillThere());
        Files.delete(jar);
        assertFalse(stamp.isStillThere());
    }
}
