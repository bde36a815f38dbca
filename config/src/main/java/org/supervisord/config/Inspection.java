package org.supervisord.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What was found when a configuration was read in order to be checked. */
public final class Inspection {
    private static final String HIDDEN = "********";
    private static final int WIDTH = 44;

    /** Names of what is not to be shown. */
    private static final Pattern SECRET =
            Pattern.compile("passw|passphrase|secret|token|credential", Pattern.CASE_INSENSITIVE);

    /** The password in a URL. Source: RFC 3986, 3.2.1. */
    private static final Pattern IN_URL = Pattern.compile("(://[^/\\s:@]*:)[^/\\s@]+(@)");

    /** Whose keys are the client's. */
    private static final Set<String> OF_CLIENT =
            Set.of("supervisorctl", "supervisorctl:", "ctlplugin:");

    private final Reading reading;
    private final Reading client;
    private final Map<String, String> commandLine;

    /**
     * An inspection of what was read.
     *
     * @param client what the client reads of it
     * @param commandLine keys of [supervisord] that the command line sets, with their values
     */
    Inspection(Reading reading, Reading client, Map<String, String> commandLine) {
        this.reading = reading;
        this.client = client;
        this.commandLine = commandLine;
        reading.ini().sections().forEach(this::warnOfUnknownNames);
        reading.ini().sections().stream()
                .filter(Inspection::isOfClient)
                .forEach(this::warnOfWhatTheClientMisses);
    }

    private static boolean isOfClient(String section) {
        return KnownKeys.kindOf(section).filter(OF_CLIENT::contains).isPresent();
    }

    private Reading readingOf(String section) {
        return isOfClient(section) ? client : reading;
    }

    private void warnOfWhatTheClientMisses(String section) {
        String missed = "in an included file, where supervisorctl does not look";
        if (!client.ini().has(section)) {
            reading.findings().warning(reading.place(section), missed);
            return;
        }
        for (String key : reading.ini().keys(section)) {
            IniFile.Entry entry = reading.ini().entry(section, key).orElseThrow();
            if (!entry.isDefault() && !isMain(entry.file())) {
                reading.findings()
                        .warning(
                                new Finding.Place(entry.file(), entry.line(), section, key),
                                missed);
            }
        }
    }

    /** The main file may include itself, by another name. */
    private boolean isMain(String file) {
        try {
            return file.equals(reading.mainFile())
                    || Files.isSameFile(Path.of(file), Path.of(reading.mainFile()));
        } catch (IOException e) {
            return false;
        }
    }

    /** What is wrong or odd, in the order of the files and their lines. */
    public List<Finding> findings() {
        return reading.findings().all();
    }

    private void warnOfUnknownNames(String section) {
        Optional<String> kind = KnownKeys.kindOf(section);
        if (kind.isEmpty()) {
            reading.findings()
                    .warning(
                            reading.place(section),
                            "not a known section, passed over" + meantSection(section));
            return;
        }
        Map<String, String> known = KnownKeys.of(kind.get());
        for (String key : reading.ini().keys(section)) {
            IniFile.Entry entry = reading.ini().entry(section, key).orElseThrow();
            if (!known.containsKey(key)
                    && !entry.isDefault()
                    && !KnownKeys.takesOthers(kind.get())) {
                String meant =
                        KnownKeys.nearest(key, known.keySet())
                                .map(it -> "; is " + it + " meant?")
                                .orElse("");
                reading.findings()
                        .warning(
                                new Finding.Place(entry.file(), entry.line(), section, key),
                                "not a known key, passed over" + meant);
            }
        }
    }

    private static String meantSection(String section) {
        int colon = section.indexOf(':') + 1;
        String kind = colon == 0 ? section : section.substring(0, colon);
        return KnownKeys.nearest(kind, KnownKeys.kinds())
                .map(it -> "; is [" + it + section.substring(colon == 0 ? kind.length() : colon))
                .map(it -> it + "] meant?")
                .orElse("");
    }

    /** The names of all sections, that of the daemon among them in any case. */
    public Set<String> sections() {
        Set<String> sections = new LinkedHashSet<>(reading.ini().sections());
        sections.add(ServerConfigReader.SECTION);
        return sections;
    }

    /**
     * The section that an operator means: by its name, or the part behind the colon.
     *
     * @throws ConfigException when there is none, or more than one
     */
    public String section(String name) throws ConfigException {
        if (sections().contains(name) || KnownKeys.kinds().contains(name) && !name.endsWith(":")) {
            return name;
        }
        List<String> ends = sections().stream().filter(it -> it.endsWith(":" + name)).toList();
        if (ends.size() == 1) {
            return ends.get(0);
        }
        String meant =
                ends.isEmpty()
                        ? nearest(name).map(it -> "; is " + it + " meant?").orElse("")
                        : ", but " + String.join(" and ", ends);
        throw new ConfigException(
                "there is no section [" + name + "] in " + reading.mainFile() + meant);
    }

    private Optional<String> nearest(String name) {
        List<String> ends =
                sections().stream().map(it -> it.substring(it.indexOf(':') + 1)).toList();
        return KnownKeys.nearest(name, sections()).or(() -> KnownKeys.nearest(name, ends));
    }

    /**
     * What the keys of a section mean after includes and expansions, and where each value comes
     * from, as lines of a configuration. Passwords are not shown.
     */
    public List<String> explain(String section) {
        List<String> lines = new ArrayList<>();
        Reading reading = readingOf(section);
        Finding.Place start = reading.place(section);
        Optional<String> kind = KnownKeys.kindOf(section);
        lines.add(
                line(
                        "[" + section + "]",
                        reading.ini().has(section)
                                ? start.file()
                                        + ":"
                                        + start.line()
                                        + (kind.isEmpty() ? ", passed over" : "")
                                : "not there"));
        Map<String, String> known = kind.map(KnownKeys::of).orElse(Map.of());
        Set<String> keys = new LinkedHashSet<>(known.keySet());
        if (reading.ini().has(section)) {
            for (String key : reading.ini().keys(section)) {
                IniFile.Entry entry = reading.ini().entry(section, key).orElseThrow();
                if (!entry.isDefault() || takesOthers(kind)) {
                    keys.add(key);
                }
            }
        }
        for (String key : keys) {
            lines.addAll(explain(section, key, known));
        }
        return lines;
    }

    private static boolean takesOthers(Optional<String> kind) {
        return kind.filter(KnownKeys::takesOthers).isPresent();
    }

    private List<String> explain(String section, String key, Map<String, String> known) {
        if (section.equals(ServerConfigReader.SECTION) && commandLine.containsKey(key)) {
            return List.of(line(key + " = " + commandLine.get(key), "command line"));
        }
        Reading reading = readingOf(section);
        Optional<IniFile.Entry> entry = reading.ini().entry(section, key);
        if (entry.isEmpty()) {
            String otherwise = reading.journal().meantWithout(section, key).orElse(known.get(key));
            return List.of(
                    line(
                            otherwise.isEmpty() ? ";" + key + " =" : key + " = " + otherwise,
                            "default"));
        }
        String origin = entry.get().file() + ":" + entry.get().line();
        List<String> values = reading.journal().values(section, key);
        if (values.isEmpty()) {
            return List.of(
                    line(key + " = " + shown(key, entry.get().value()), origin + ", passed over"));
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            String which = values.size() == 1 ? "" : " (" + (i + 1) + " of " + values.size() + ")";
            lines.add(line(key + " = " + shown(key, values.get(i)), origin + which));
        }
        return lines;
    }

    private static String shown(String key, String value) {
        if (SECRET.matcher(key).find() && !value.isEmpty()) {
            return HIDDEN;
        }
        String shown = key.equals("environment") ? withoutSecrets(value) : value;
        return IN_URL.matcher(shown).replaceAll("$1" + HIDDEN + "$2").replace("\n", "\n    ");
    }

    /** Variables, without the values of those whose names say that they are secret. */
    private static String withoutSecrets(String environment) {
        Map<String, String> variables;
        try {
            variables = KeyValuePairs.parse(environment);
        } catch (ConfigException e) {
            return HIDDEN;
        }
        if (variables.keySet().stream().noneMatch(name -> SECRET.matcher(name).find())) {
            return environment;
        }
        return variables.entrySet().stream()
                .map(
                        variable ->
                                variable.getKey()
                                        + "=\""
                                        + (SECRET.matcher(variable.getKey()).find()
                                                ? HIDDEN
                                                : variable.getValue())
                                        + '"')
                .collect(Collectors.joining(","));
    }

    private static String line(String text, String origin) {
        return text + " ".repeat(Math.max(1, WIDTH - text.length())) + "; " + origin;
    }
}
