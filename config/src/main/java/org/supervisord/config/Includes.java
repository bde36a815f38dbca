package org.supervisord.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/** The files that [include] names. They don't include others. */
final class Includes {
    private final IniFile ini;
    private final String here;
    private final List<String> warnings;
    private final List<String> infos;

    /**
     * An include section to be followed.
     *
     * @param here the folder of the file that includes
     */
    Includes(IniFile ini, String here, List<String> warnings, List<String> infos) {
        this.ini = ini;
        this.here = here;
        this.warnings = warnings;
        this.infos = infos;
    }

    /** Adds what the included files say, in the order of the patterns, then of the files' names. */
    void read(Map<String, Object> expansions) throws ConfigException {
        ini.expandHere(here);
        String files =
                ini.entry("include", "files")
                        .orElseThrow(
                                () ->
                                        new ConfigException(
                                                ".ini file has [include] section, but no files"
                                                        + " setting"))
                        .value();
        for (String word : PercentFormat.expand(files, expansions, "include.files").split("\\s+")) {
            if (!word.isEmpty()) {
                readAll(word.startsWith("/") ? word : here + "/" + word);
            }
        }
    }

    private void readAll(String pattern) throws ConfigException {
        TreeSet<String> names = glob(pattern);
        if (names.isEmpty()) {
            warnings.add("No file matches via include \"" + pattern + "\"");
        }
        for (String name : names) {
            infos.add("Included extra file \"" + name + "\" during parsing");
            Path file = Path.of(name);
            if (Files.isDirectory(file)) {
                throw new ConfigException("could not read config file " + name);
            }
            IniReader.read(ini, file, name);
            ini.expandHere(file.toAbsolutePath().normalize().getParent().toString());
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
