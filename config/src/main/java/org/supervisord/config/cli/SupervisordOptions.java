package org.supervisord.config.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.supervisord.common.PythonRepr;
import org.supervisord.config.ConfigException;
import org.supervisord.config.HomeFolders;
import org.supervisord.config.LogLevel;
import org.supervisord.config.Overrides;
import org.supervisord.config.Values;
import org.supervisord.config.cli.Getopt.Given;
import org.supervisord.config.cli.Getopt.Option;
import org.supervisord.config.cli.Getopt.Takes;

/** The command line of supervisord. */
public final class SupervisordOptions {
    /** What the command line asks for. */
    public sealed interface Wish {
        /** To be told how to use it. */
        record Help() implements Wish {}

        /** To be told the version. */
        record Version() implements Wish {}

        /**
         * To run.
         *
         * @param file the configuration, empty when it is to be looked for
         * @param classpath where classes of plug-ins are, from the root, separated by colons
         */
        record Run(Optional<String> file, Overrides overrides, String classpath) implements Wish {}

        /**
         * To be told what is wrong with a configuration.
         *
         * @param file the configuration, empty when it is to be looked for
         */
        record Check(Optional<String> file, Overrides overrides) implements Wish {}

        /**
         * To be told what a configuration means, and where each value comes from.
         *
         * @param file the configuration, empty when it is to be looked for
         * @param section empty for all
         */
        record Explain(Optional<String> file, Overrides overrides, Optional<String> section)
                implements Wish {}
    }

    private static final List<Option> OPTIONS =
            List.of(
                    new Option(
                            'c',
                            "configuration",
                            "FILE",
                            "the configuration (default: looked for in the usual places)"),
                    new Option('n', "nodaemon", "", "stay in the foreground"),
                    new Option(
                            's',
                            "silent",
                            "",
                            "don't copy the activity log to stdout in the foreground"),
                    new Option('u', "user", "USER", "become this user, by name or number"),
                    new Option('m', "umask", "MODE", "umask of the daemon, octal (default: 022)"),
                    new Option(
                            'd', "directory", "FOLDER", "go to this folder when becoming a daemon"),
                    new Option('l', "logfile", "FILE", "the activity log"),
                    new Option(
                            'y',
                            "logfile_maxbytes",
                            "SIZE",
                            "rotate the activity log at this size, such as 50MB"),
                    new Option(
                            'z',
                            "logfile_backups",
                            "NUMBER",
                            "how many rotated activity logs to keep"),
                    new Option(
                            'e',
                            "loglevel",
                            "LEVEL",
                            "blather, trace, debug, info, warn, error or critical"),
                    new Option('j', "pidfile", "FILE", "where to write the daemon's process id"),
                    new Option('i', "identifier", "NAME", "what this daemon calls itself"),
                    new Option(
                            'q',
                            "childlogdir",
                            "FOLDER",
                            "where programs' logs go that have no name"),
                    new Option('k', "nocleanup", "", "keep such logs of earlier runs"),
                    new Option(
                            'a', "minfds", "NUMBER", "refuse to start with fewer file descriptors"),
                    new Option(
                            (char) 0, "minprocs", "NUMBER", "refuse to start with fewer processes"),
                    new Option(
                            't', "strip_ansi", "", "remove terminal escapes from programs' logs"),
                    new Option((char) 0, "profile_options", "OPTIONS", ""),
                    Option.inFull(
                            "classpath",
                            Takes.A_VALUE,
                            "PATHS",
                            "jars of plug-ins, or folders of classes, with colons between"),
                    Option.inFull(
                            "check",
                            Takes.NOTHING,
                            "",
                            "say all that is wrong with the configuration and exit"),
                    Option.inFull(
                            "explain",
                            Takes.PERHAPS_A_VALUE,
                            "SECTION",
                            "print what the configuration means and where each value comes from,"
                                    + " and exit"),
                    new Option('v', "version", "", "print the version and exit"),
                    new Option('h', "help", "", "print this and exit"),
                    new Option('?', "", "", ""));

    private final Map<String, Object> values = new HashMap<>();
    private final HomeFolders homes;

    private SupervisordOptions(HomeFolders homes) {
        this.homes = homes;
    }

    /** How to use it. */
    public static Usage usage() {
        return Usage.of(
                "supervisord", "runs programs and keeps them running", "[OPTION]...", "", OPTIONS);
    }

    /**
     * Reads a command line.
     *
     * @throws UsageException when it can't be used
     */
    public static Wish parse(List<String> words, HomeFolders homes) throws UsageException {
        Getopt line = Getopt.parse(OPTIONS, words);
        if (!line.rest().isEmpty()) {
            throw new UsageException(
                    "positional arguments are not supported: "
                            + line.rest().stream()
                                    .map(PythonRepr::of)
                                    .collect(Collectors.joining(", ", "[", "]")));
        }
        SupervisordOptions options = new SupervisordOptions(homes);
        for (Given given : line.given()) {
            char letter = given.option().letter();
            if (letter == 'h' || letter == '?') {
                return new Wish.Help();
            }
            if (letter == 'v') {
                return new Wish.Version();
            }
            options.take(given);
        }
        return options.wish();
    }

    private Wish wish() throws UsageException {
        Optional<String> file = given("configuration", String.class);
        boolean check = values.containsKey("check");
        Optional<String> explain = given("explain", String.class);
        if (check && explain.isPresent()) {
            throw new UsageException("--check and --explain don't go together");
        }
        if (check) {
            return new Wish.Check(file, overrides());
        }
        if (explain.isPresent()) {
            return new Wish.Explain(
                    file, overrides(), explain.filter(section -> !section.isEmpty()));
        }
        return new Wish.Run(file, overrides(), given("classpath", String.class).orElse(""));
    }

    private void take(Given given) throws UsageException {
        Object value;
        try {
            value = value(given);
        } catch (ConfigException e) {
            throw given.refused(e.getMessage());
        }
        if (values.put(given.option().word(), value) != null) {
            throw new UsageException(
                    "conflicting command line option " + PythonRepr.of(given.name()));
        }
    }

    private Object value(Given given) throws ConfigException {
        String text = given.value();
        return switch (given.option().word()) {
            case "umask" -> Values.octal(text);
            case "directory" -> Values.usedFolderAsWritten(text, homes);
            case "childlogdir" -> Values.existingFolder(text, homes);
            case "logfile", "pidfile" -> {
                Values.pathInExistingFolder(text, homes);
                yield text;
            }
            case "logfile_maxbytes" -> Values.byteSize(text);
            case "logfile_backups", "minfds", "minprocs" -> Values.integer(text);
            case "loglevel" -> Values.logLevel(text);
            case "classpath" -> homes.normalizeAll(text);
            case "nodaemon", "nocleanup", "strip_ansi", "silent", "check" -> true;
            default -> text;
        };
    }

    private Overrides overrides() {
        return new Overrides(
                given("nodaemon", Boolean.class),
                given("user", String.class),
                number("umask"),
                given("directory", String.class),
                file("logfile"),
                given("logfile_maxbytes", Long.class)
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()),
                number("logfile_backups"),
                given("loglevel", LogLevel.class),
                file("pidfile"),
                given("identifier", String.class),
                given("childlogdir", Path.class),
                number("minfds"),
                number("minprocs"),
                given("nocleanup", Boolean.class),
                given("strip_ansi", Boolean.class),
                given("silent", Boolean.class));
    }

    /** A file without a name is none: the configuration's counts. */
    private Optional<String> file(String name) {
        return given(name, String.class).filter(it -> !it.isEmpty());
    }

    private <T> Optional<T> given(String name, Class<T> type) {
        return Optional.ofNullable(type.cast(values.get(name)));
    }

    private OptionalInt number(String name) {
        return given(name, Integer.class).map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
