package org.supervisord.daemon.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import org.supervisord.common.PythonRepr;
import org.supervisord.common.ShellWords;
import org.supervisord.config.ProgramSettings;
import org.supervisord.daemon.process.CommandException.Reason;

/**
 * A command line that was split and whose program was found.
 *
 * @param file the program's file, as it is to be handed to execve(2)
 * @param argv the words, the first one as typed
 */
public record CommandLine(String file, List<String> argv) {

    /**
     * The command of a program, looked for in the program's own PATH if it has one.
     *
     * @param path the folders to look in otherwise
     * @throws CommandException in the words that clients are to see
     */
    static CommandLine of(ProgramSettings settings, List<String> path) throws CommandException {
        String own = settings.environment().get("PATH");
        return resolve(settings.command(), own == null ? path : List.of(own.split(":", -1)));
    }

    /**
     * Splits a command line and looks for its program.
     *
     * @param path folders to look in for a program without a slash
     * @throws CommandException in the words that clients are to see
     */
    public static CommandLine resolve(String command, List<String> path) throws CommandException {
        List<String> argv;
        try {
            argv = ShellWords.split(command);
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    Reason.MALFORMED,
                    "can't parse command " + PythonRepr.of(command) + ": " + e.getMessage());
        }
        if (argv.isEmpty()) {
            throw new CommandException(Reason.MALFORMED, "command is empty");
        }
        String program = argv.get(0);
        String file = program.contains("/") ? program : find(program, path);
        check(file);
        return new CommandLine(file, List.copyOf(argv));
    }

    private static String find(String program, List<String> path) throws CommandException {
        for (String folder : path) {
            String file = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
            if (exists(file + program)) {
                return file + program;
            }
        }
        throw notFound(program);
    }

    private static void check(String file) throws CommandException {
        String quoted = PythonRepr.of(file);
        if (!exists(file)) {
            throw notFound(file);
        }
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new CommandException(
                    Reason.NOT_EXECUTABLE, "command at " + quoted + " is a directory");
        }
        if (!isExecutableBySomeone(path)) {
            throw new CommandException(
                    Reason.NOT_EXECUTABLE, "command at " + quoted + " is not executable");
        }
        if (!Files.isExecutable(path)) {
            throw new CommandException(
                    Reason.NO_PERMISSION, "no permission to run command " + quoted);
        }
    }

    private static CommandException notFound(String file) {
        return new CommandException(Reason.NOT_FOUND, "can't find command " + PythonRepr.of(file));
    }

    private static boolean exists(String file) {
        try {
            Path path = Path.of(file);
            // a path forgets a slash at the end, which only a folder may have
            return file.endsWith("/") ? Files.isDirectory(path) : Files.exists(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isExecutableBySomeone(Path path) {
        try {
            var permissions = Files.getPosixFilePermissions(path);
            return permissions.contains(PosixFilePermission.OWNER_EXECUTE)
                    || permissions.contains(PosixFilePermission.GROUP_EXECUTE)
                    || permissions.contains(PosixFilePermission.OTHERS_EXECUTE);
        } catch (IOException e) {
            // it vanished meanwhile; running it will tell
            return true;
        }
    }
}
