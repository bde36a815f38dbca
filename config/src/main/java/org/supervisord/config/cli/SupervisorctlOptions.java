package org.supervisord.config.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.supervisord.common.PythonRepr;
import org.supervisord.config.ClientConfigReader;
import org.supervisord.config.ClientSettings;
import org.supervisord.config.ConfigException;
import org.supervisord.config.HomeFolders;
import org.supervisord.config.cli.Getopt.Given;
import org.supervisord.config.cli.Getopt.Option;
import org.supervisord.config.cli.Getopt.Takes;

/** The command line of supervisorctl. */
public final class SupervisorctlOptions {
    /** What the command line asks for. */
    public sealed interface Wish {
        /** To be told how to use it. */
        record Help() implements Wish {}

        /**
         * To do something, or to open a shell.
         *
         * @param action the words of an action; none for the shell
         * @param classpath where classes of plug-ins are, from the root, separated by colons
         */
        record Run(ClientSettings settings, List<String> action, String classpath)
                implements Wish {}
    }

    private static final List<Option> OPTIONS =
            List.of(
                    new Option('h', "help", false),
                    new Option('?', "", false),
                    new Option('c', "configuration", true),
                    new Option('i', "interactive", false),
                    new Option('s', "serverurl", true),
                    new Option('u', "username", true),
                    new Option('p', "password", true),
                    new Option('r', "history_file", true),
                    Option.inFull("classpath", Takes.A_VALUE));

    private static final String HELP =
            """
            supervisorctl -- tells a supervisord what to do

            Usage: %s [OPTION]... [ACTION [WORD]...]

            Without an action it opens a shell for them; "help" lists the actions.

              -c, --configuration FILE  the configuration (default: looked for in the usual places)
              -s, --serverurl URL       where supervisord listens: http://host:port or unix:///path
              -u, --username NAME       who to be there
              -p, --password PASSWORD   and how to prove it
              -r, --history_file FILE   where the shell keeps what was typed
              --classpath PATHS         jars of plug-ins, or folders of classes, with colons between
              -i, --interactive         open the shell, as without an action
              -h, --help                print this and exit
            """;

    private SupervisorctlOptions() {}

    /** How to use it. */
    public static String help(String program) {
        return HELP.replace("%s", program);
    }

    /**
     * Reads a command line, and the configuration that it names or that is found.
     *
     * @param program the program's own path, as it was called
     */
    public static Wish parse(List<String> words, String program, HomeFolders homes)
            throws UsageException, ConfigException {
        Getopt line = Getopt.parse(OPTIONS, words);
        Map<String, String> values = new HashMap<>();
        for (Given given : line.given()) {
            Option option = given.option();
            if (option.letter() == 'h' || option.letter() == '?') {
                return new Wish.Help();
            }
            if (option.letter() == 's' && !isUrl(given.value())) {
                throw given.refused("value " + PythonRepr.of(given.value()) + " is not a URL");
            }
            if (values.put(option.word(), given.value()) != null) {
                throw new UsageException(
                        "conflicting command line option " + PythonRepr.of(given.name()));
            }
        }
        Optional<String> file =
                Optional.ofNullable(values.get("configuration"))
                        .or(() -> ConfigSearch.find(program));
        ClientSettings read =
                file.isPresent()
                        ? ClientConfigReader.read(file.get(), homes)
                        : ClientSettings.defaults();
        return new Wish.Run(
                new ClientSettings(
                        values.getOrDefault("serverurl", read.serverurl()),
                        read.prompt(),
                        Optional.ofNullable(values.get("username")).or(read::username),
                        Optional.ofNullable(values.get("password")).or(read::password),
                        Optional.ofNullable(values.get("history_file"))
                                .map(homes::normalize)
                                .or(read::historyFile)),
                line.rest(),
                homes.normalizeAll(values.getOrDefault("classpath", "")));
    }

    /** Whether a text has a scheme, and something behind it. */
    private static boolean isUrl(String text) {
        return text.matches("[A-Za-z][A-Za-z0-9+.-]*:(//[^/?#]+|/*[^/?#].*|/.*)");
    }
}
