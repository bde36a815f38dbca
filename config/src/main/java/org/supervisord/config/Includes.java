package org.supervisord.config;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisord.common.WorkingFolder;

/** The files that [include] names. They don't include others. */
final class Includes {
    private static final String SECTION = "include";
    private static final Pattern MAGIC = Pattern.compile("[*?\\[]");
    private static final Pattern SLASHES_AT_END = Pattern.compile("(?<=[^/])/+$");

    /** What strerror(3) says to ENOTDIR, ELOOP and ENAMETOOLONG. */
    private static final Pattern NOTHING =
            Pattern.compile("Not a directory|Too many levels of symbolic links|File name too long");

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
        for (String word : Blanks.words(files.orElse(""))) {
            readAll(word.startsWith("/") ? word : join(reading.here(), word));
        }
    }

    private void readAll(String pattern) throws ConfigException {
        TreeSet<String> names = glob(pattern);
        if (names.isEmpty()) {
            String message = "No file matches via include \"" + pattern + "\"";
            warn(message);
        }
        for (String name : names) {
            infos.add("Included extra file \"" + name + "\" during parsing");
            Path file = Path.of(name);
            boolean isFile = look(file).map(BasicFileAttributes::isRegularFile).orElse(false);
            if (!isFile || !Files.isReadable(file)) {
                warn("Included extra file \"" + name + "\" can't be read, passed over");
                continue;
            }
            IniReader.read(reading.ini(), file, name, reading.findings());
            reading.ini()
                    .expandHere(WorkingFolder.absolute(file).normalize().getParent().toString());
        }
    }

    private void warn(String message) {
        reading.warnings().add(message);
        reading.findings().warning(reading.place(SECTION), message);
    }

    /**
     * The files whose names match a pattern with {@code *}, {@code ?} and {@code [...]}, dangling
     * links among them. Source: Python's glob.
     */
    private static TreeSet<String> glob(String pattern) throws ConfigException {
        if (pattern.indexOf('\0') >= 0) {
            // no file has such a name
            return new TreeSet<>();
        }
        Matcher magic = MAGIC.matcher(pattern);
        if (!magic.find()) {
            return exists(pattern) ? new TreeSet<>(Set.of(pattern)) : new TreeSet<>();
        }
        int start = pattern.lastIndexOf('/', magic.start()) + 1;
        // doubled slashes are kept before the folder that is searched first, nowhere behind it
        String first = SLASHES_AT_END.matcher(pattern.substring(0, start)).replaceFirst("");
        List<String> found = List.of(first);
        for (String part : pattern.substring(start).split("/+", -1)) {
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
        if (!MAGIC.matcher(part).find()) {
            String name = join(folder, part);
            if (exists(name)) {
                next.add(name);
            }
            return;
        }
        Pattern pattern = pattern(part);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(folder))) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                boolean hidden = name.startsWith(".") && !part.startsWith(".");
                if (!hidden && pattern.matcher(name).matches()) {
                    next.add(join(folder, name));
                }
            }
        } catch (IOException e) {
            refuseUnlessNothing(Path.of(folder), e);
        } catch (DirectoryIteratorException e) {
            refuseUnlessNothing(Path.of(folder), e.getCause());
        }
    }

    /** What is there; empty when nothing is, or nothing that we may see. */
    private static Optional<BasicFileAttributes> look(Path file, LinkOption... links)
            throws ConfigException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, links));
        } catch (IOException e) {
            refuseUnlessNothing(file, e);
            return Optional.empty();
        }
    }

    /** Programs that can't be seen for a moment must not count as removed. */
    private static void refuseUnlessNothing(Path file, IOException e) throws ConfigException {
        String reason = e instanceof FileSystemException it ? it.getReason() : e.getMessage();
        boolean isNothing =
                e instanceof NoSuchFileException
                        || e instanceof AccessDeniedException
                        || e instanceof NotDirectoryException
                        || reason != null && NOTHING.matcher(reason).find();
        if (!isNothing) {
            throw new ConfigException("could not look for included files: " + file + ": " + reason);
        }
    }

    private static boolean exists(String name) throws ConfigException {
        boolean isFolder = name.endsWith("/");
        return (isFolder ? look(Path.of(name)) : look(Path.of(name), NOFOLLOW_LINKS))
                .filter(it -> !isFolder || it.isDirectory())
                .isPresent();
    }

    private static String join(String folder, String name) {
        return folder.endsWith("/") ? folder + name : folder + "/" + name;
    }

    /** What a part of a path means. Source: Python's fnmatch. */
    private static Pattern pattern(String part) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < part.length()) {
            char c = part.charAt(at++);
            int end = c == '[' ? endOfSet(part, at) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (end >= 0) {
                regex.append(set(part.substring(at, end)));
                at = end + 1;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** Where the bracket is that closes a set, or -1. One that comes first belongs to the set. */
    private static int endOfSet(String part, int start) {
        int first = part.startsWith("!", start) ? start + 1 : start;
        return part.indexOf(']', first + 1);
    }

    private static String set(String letters) {
        boolean others = letters.startsWith("!");
        String rest = others ? letters.substring(1) : letters;
        StringBuilder set = new StringBuilder();
        int at = 0;
        while (at < rest.length()) {
            boolean range = at + 2 < rest.length() && rest.charAt(at + 1) == '-';
            char from = rest.charAt(at);
            char to = range ? rest.charAt(at + 2) : from;
            if (from <= to) {
                set.append(escaped(from)).append('-').append(escaped(to));
            }
            at += range ? 3 : 1;
        }
        if (set.isEmpty()) {
            return others ? "." : "(?!)";
        }
        return (others ? "[^" : "[") + set + "]";
    }

    private static String escaped(char c) {
        return String.format("\\u%04x", (int) c);
    }
}
