package org.supervisord.ctl;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** Where the shell keeps what was typed. */
final class HistoryFile {
    private static final String NAME = "supervisord/ctl_history";

    private HistoryFile() {}

    /**
     * The file that the configuration names, else one in the user's folder for state. Nobody else
     * can read one that is made here.
     *
     * @return empty when there is nowhere to keep it
     */
    static Optional<Path> of(Optional<Path> configured, Map<String, String> environment) {
        Optional<Path> file = configured.or(() -> inStateFolder(environment));
        try {
            if (file.isPresent() && !Files.exists(file.get())) {
                create(file.get(), configured.isEmpty());
            }
            return file;
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Source: XDG Base Directory Specification 0.8. */
    private static Optional<Path> inStateFolder(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        if (state.startsWith("/")) {
            return Optional.of(Path.of(state, NAME));
        }
        String home = environment.getOrDefault("HOME", "");
        return home.startsWith("/")
                ? Optional.of(Path.of(home, ".local/state", NAME))
                : Optional.empty();
    }

    private static void create(Path file, boolean withFolders) throws IOException {
        if (withFolders) {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // another shell was faster
        }
    }
}
