package org.supervisord.config.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.supervisord.common.PythonRepr;
import org.supervisord.config.ActionPluginSettings;
import org.supervisord.config.ClientConfigReader;
import org.supervisord.config.ClientConfiguration;
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
         * @param servers which servers are talked to, at least one
         * @param action the words of an action; none for the shell
         * @param classpath where classes of plug-ins are, from the root, separated by colons
         * @param plugins further actions
         * @param completed a line whose last word is to be completed, instead of all that
         * @param interactive whether actions may ask, though one is given
         */
        record Run(
                List<ClientSettings> servers,
                List<String> action,
                String classpath,
                List<ActionPluginSettings> plugins,
                Optional<String> completed,
                boolean interactive)
                implements Wish {
            /** To talk to one server, without plug-ins. */
            Run(ClientSettings server, List<String> action, String classpath) {
                this(List.of(server), action, classpath, List.of(), Optional.empty(), false);
            }
        }
    }

    private static final List<Option> OPTIONS =
            List.of(
                    new Option(
                            'c',
                            "configuration",
                            "FILE",
                            "the configuration (default: looked for in the usual places)"),
                    new Option(
                            's',
                            "serverurl",
                            "URL",
                            "where supervisord listens: http(s)://host:port or unix:///path, or the"
                                    + " NAME of a [supervisorctl:NAME]; 'web-*' stands for many."
                                    + " May be repeated: the action is done on all of them"),
                    new Option('u', "username", "NAME", "who to be there"),
                    new Option('p', "password", "PASSWORD", "and how to prove it"),
                    new Option('r', "history_file", "FILE", "where the shell keeps what was typed"),
                    Option.inFull(
                            "classpath",
                            Takes.A_VALUE,
                            "PATHS",
                            "jars of plug-ins, or folders of classes, with colons between"),
                    Option.inFull("complete", Takes.A_VALUE, "LINE", ""),
                    new Option(
                            'i',
                            "interactive",
                            "",
                            "let an action ask; without one, open the shell"),
                    new Option('h', "help", "", "print this and exit"),
                    new Option('?', "", "", ""));

    private SupervisorctlOptions() {}

    /** How to use it. */
    public static Usage usage() {
        return Usage.of(
                "supervisorctl",
                "tells a supervisord what to do",
                "[OPTION]... [ACTION [WORD]...]",
                "Without an action it opens a shell for them; \"help\" lists the actions.",
                OPTIONS);
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
        List<Given> servers = new ArrayList<>();
        for (Given given : line.given()) {
            Option option = given.option();
            if (option.letter() == 'h' || option.letter() == '?') {
                return new Wish.Help();
            }
            if (option.letter() == 's') {
                servers.add(given);
            } else if (values.put(option.word(), given.value()) != null) {
                throw new UsageException(
                        "conflicting command line option " + PythonRepr.of(given.name()));
            }
        }
        Optional<String> file =
                Optional.ofNullable(values.get("configuration"))
                        .or(() -> ConfigSearch.find(program))
                        // an empty name asks for none
                        .filter(name -> !name.isEmpty());
        ClientConfiguration read =
                file.isPresent()
                        ? ClientConfigReader.read(file.get(), homes)
                        : ClientConfiguration.defaults();
        List<ClientSettings> chosen = new ArrayList<>();
        for (Given server : servers) {
            for (ClientSettings it : choose(server, read)) {
                if (!chosen.contains(it)) {
                    chosen.add(it);
                }
            }
        }
        if (chosen.isEmpty()) {
            chosen.add(read.server());
        }
        return new Wish.Run(
                chosen.stream().map(it -> with(values, it, homes)).toList(),
                line.rest(),
                homes.normalizeAll(values.getOrDefault("classpath", "")),
                read.plugins(),
                Optional.ofNullable(values.get("complete")),
                values.containsKey("interactive"));
    }

    /** Who and where, as the command line has it. */
    private static ClientSettings with(
            Map<String, String> values, ClientSettings read, HomeFolders homes) {
        return new ClientSettings(
                read.name(),
                read.serverurl(),
                read.prompt(),
                Optional.ofNullable(values.get("username")).or(read::username),
                Optional.ofNullable(values.get("password")).or(read::password),
                Optional.ofNullable(values.get("history_file"))
                        .map(homes::normalize)
                        .or(read::historyFile),
                read.caFile());
    }

    /** A URL, or the names of sections. */
    private static List<ClientSettings> choose(Given given, ClientConfiguration read)
            throws UsageException {
        String text = given.value();
        if (isUrl(text)) {
            if (!hasSoundBrackets(text)) {
                throw given.refused("Invalid IPv6 URL");
            }
            ClientSettings main = read.server();
            return List.of(
                    new ClientSettings(
                            "",
                            text,
                            main.prompt(),
                            main.username(),
                            main.password(),
                            main.historyFile(),
                            main.caFile()));
        }
        String pattern =
                Arrays.stream(text.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));
        List<ClientSettings> named =
                read.named().stream().filter(it -> it.name().matches(pattern)).toList();
        if (named.isEmpty()) {
            throw given.refused("value " + PythonRepr.of(text) + " is not a URL");
        }
        return named;
    }

    /** Whether the host of a URL has no brackets, or is an IPv6 address in brackets. */
    private static boolean hasSoundBrackets(String url) {
        String host = url.replaceFirst("^[^:]*://", "").replaceFirst("(?s)[/?#].*", "");
        return !host.matches("(?s).*[\\[\\]].*")
                || host.matches("([^\\[\\]]*@)?\\[[0-9A-Fa-f:.]*:[^\\[\\]]*\\](:[^\\[\\]]*)?");
    }

    /** Whether a text has a scheme, and something behind it. */
    private static boolean isUrl(String text) {
        return text.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:(//[^?#].*|(?!//)[^?#].*)");
    }
}
