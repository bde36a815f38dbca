package org.supervisord.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/** The files that [include] names. They don't include others. */
final class Includes {
    private static final String SECTION = "include";

    private final Reading reading;
    private final List<String> infos;

    /**
     * An include section to be followed.
     *
     * @param infos what the activity log is to be told for information
     */
    Includes(Reading reading, List<String> infos) {
        this.reading = reading;
        this.infos = infos;
    }

    /** Adds what the included files say, in the order of the patterns, then of the files' names. */
    void read() throws ConfigException {
        reading.ini().expandHere(reading.here());
        Section section = reading.section(SECTION);
        section.expansions().put("host_node_name", reading.hostName());
        Optional<String> files = section.text("files");
        if (files.isEmpty() && section.raw("files").isEmpty()) {
            throw new ConfigException(".ini file has [include] section, but no files setting");
        }
        for (String word : files.orElse("").split("\\s+")) {
            if (!word.isEmpty()) {
                readAll(word.startsWith("/") ? word : reading.here() + "/" + word);
            }
        }
    }

    private void readAll(String pattern) throws ConfigException {
        TreeSet<String> names = glob(pattern);
        if (names.isEmpty()) {
            String message = "No file matches via include \"" + pattern + "\"";
            reading.warnings().add(message);
            reading.findings().warning(reading.place(SECTION), message);
        }
        for (String name : names) {
            infos.add("Included extra file \"" + name + "\" during parsing");
            Path file = Path.of(name);
            if (Files.isDirectory(file)) {
                reading.findings()
                        .error(
                                Finding.Place.of(name, 0),
                                new ConfigException("could not read config file " + name));
                continue;
            }
            IniReader.read(reading.ini(), file, name, reading.findings());
            reading.ini().expandHere(file.toAbsolutePath().normalize().getParent().toString());
        }
    }

    /** The files whose names match a pattern with {@code *}, {@code ?} and {@code [...]}. */
    private static TreeSet<String> glob(String pattern) throws ConfigException {
        List<String> found = List.of("");
        for (String part : pattern.substring(1).split("/", -1)) {
            List<String> next = new ArrayList<>();
            for (String folder : found) {
                expand(folder, part, next);
            }
            found = next;
        }
        return new TreeSet<>(found);
    }

    private static void expand(String folder, String part, List<String> next)
            throws ConfigException {
        if (part.indexOf('*') < 0 && part.indexOf('?') < 0 && part.indexOf('[') < 0) {
            if (Files.exists(Path.of(folder + "/" + part))) {
                next.add(folder + "/" + part);
            }
            return;
        }
        PathMatcher matcher = matcher(part);
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(Path.of(folder.isEmpty() ? "/" : folder))) {
            for (Path entry : entries) {
                Path name = entry.getFileName();
                boolean hidden = name.toString().startsWith(".") && !part.startsWith(".");
                if (!hidden && matcher.matches(name)) {
                    next.add(folder + "/" + name);
                }
            }
        } catch (IOException e) {
            // a folder that is not there or can't be listed holds nothing that matches
        }
    }

    private static PathMatcher matcher(String part) throws ConfigException {
        // braces and backslashes are plain characters here, but not for the JDK
        String escaped = part.replaceAll("[{}\\\\]", "\\\\$0");
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + escaped);
        } catch (PatternSyntaxException e) {
            throw new ConfigException("[include] files: " + part + " is no pattern");
        }
    }
}
