package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.supervisord.common.PythonRepr;
import org.supervisord.common.RandomBytes;
import org.supervisord.common.WorkingFolder;

/**
 * The logs of programs that the operator has not named. They live until the daemon's next start.
 */
public final class AutomaticLogs {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_";
    private static final int RANDOM_LETTERS = 8;
    private static final int TRIES = 100;

    private final Path folder;
    private final String identifier;
    private final Disposal disposal;

    /**
     * The logs of the daemon with this identifier in a folder.
     *
     * @param disposal gets rid of old ones
     */
    public AutomaticLogs(Path folder, String identifier, Disposal disposal) {
        // clients are told their names, and the daemon may move to another folder
        this.folder = WorkingFolder.absolute(folder).normalize();
        this.identifier = identifier;
        this.disposal = disposal;
    }

    /**
     * Makes a new, empty log that nobody else can read.
     *
     * @param channel stdout or stderr
     */
    public Path create(String process, String channel) throws IOException {
        String prefix = process + "-" + channel + "---" + identifier + "-";
        for (int i = 0; i < TRIES; i++) {
            StringBuilder middle = new StringBuilder();
            for (byte it : RandomBytes.of(RANDOM_LETTERS)) {
                middle.append(LETTERS.charAt(Math.floorMod(it, LETTERS.length())));
            }
            try {
                return Files.createFile(
                        folder.resolve(prefix + middle + ".log"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString(RotatingFile.PRIVATE)));
            } catch (FileAlreadyExistsException e) {
                // another name, then
            }
        }
        throw new IOException("no free name for a log in " + folder);
    }

    /** Removes the logs that earlier daemons of this identifier have left. */
    public void removeOld(ActivityLog log) {
        Pattern ours =
                Pattern.compile(
                        ".+?---" + Pattern.quote(identifier) + "-\\S+\\.log\\.{0,1}\\d{0,4}");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (ours.matcher(file.getFileName().toString()).lookingAt()) {
                    remove(file, log);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.warn("Could not clear childlog dir");
        }
    }

    private void remove(Path file, ActivityLog log) {
        try {
            disposal.remove(file);
        } catch (IOException e) {
            log.warn("Failed to clean up " + PythonRepr.of(file.toString()));
        }
    }
}
