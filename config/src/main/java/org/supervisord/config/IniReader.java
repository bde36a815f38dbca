package org.supervisord.config;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisord.common.PythonRepr;

/**
 * Reads the lines of a configuration file. Its dialect is that of Python's configparser as the
 * reference sets it up: {@code =} and {@code :} separate, {@code ;} and {@code #} begin a comment
 * at the beginning of a line or after a blank, a line that is indented deeper goes on with the
 * value above it, keys don't tell cases apart.
 */
final class IniReader {
    /** A configuration is written by people; what is larger than this is something else. */
    static final long LARGEST_FILE = 16L << 20;

    private static final Pattern HEADER = Pattern.compile("\\[(.+)\\]", Pattern.DOTALL);

    private final IniFile ini;
    private final String file;
    private final Findings findings;
    private final List<BadLine> badLines = new ArrayList<>();

    /** A line that says nothing; the text ends as the line does. */
    private record BadLine(int number, String text) {
        @Override
        public String toString() {
            return String.format("\t[line %2d]: %s", number, PythonRepr.of(text));
        }
    }

    private String section;
    private String key;
    private int keyLine;
    private final List<String> value = new ArrayList<>();
    private int indent;

    private IniReader(IniFile ini, String file, Findings findings) {
        this.ini = ini;
        this.file = file;
        this.findings = findings;
    }

    /**
     * Whether there is such a file; with a slash at the end of its name, whether it is a folder.
     */
    static boolean exists(String name, LinkOption... links) {
        Path file = Path.of(name);
        return name.endsWith("/") ? Files.isDirectory(file) : Files.exists(file, links);
    }

    /**
     * Adds what a file says.
     *
     * @param name the file as messages are to name it
     * @param findings what is told of its lines
     */
    static void read(IniFile ini, Path path, String name, Findings findings)
            throws ConfigException {
        read(ini, () -> content(path, name), name, findings);
    }

    /** Adds what a file says that is read by somebody else. */
    static void read(IniFile ini, Findings.Work<byte[]> content, String name, Findings findings)
            throws ConfigException {
        String text =
                findings.attempt(Finding.Place.of(name, 0), "", () -> decode(content.run(), name));
        new IniReader(ini, name, findings).readLines(text);
    }

    /** What is in a file, which need not be a regular one. */
    static byte[] content(Path path, String name) throws ConfigException {
        try {
            if (Files.size(path) > LARGEST_FILE) {
                throw new ConfigException("config file " + name + " is larger than 16 MB");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new ConfigException("could not read config file " + name);
        }
    }

    private static String decode(byte[] bytes, String name) throws ConfigException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        } catch (CharacterCodingException e) {
            throw new ConfigException(
                    "config file "
                            + name
                            + " is not UTF-8: 'utf-8' codec can't decode byte 0x"
                            + String.format("%02x", bytes[in.position()])
                            + " in position "
                            + in.position()
                            + ": "
                            + reason(in));
        }
    }

    /** Why a decoder has stopped here, in Python's words. */
    private static String reason(ByteBuffer in) {
        int first = in.get(in.position()) & 0xff;
        if (first < 0xc2 || first > 0xf4) {
            return "invalid start byte";
        }
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        // the second byte tells surrogates and too long forms, which have no end either
        byte[] begun = new byte[length];
        int there = Math.min(length, in.remaining());
        in.duplicate().get(begun, 0, there);
        boolean mayGoOn =
                there < length
                        && StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(
                                        ByteBuffer.wrap(begun, 0, there),
                                        CharBuffer.allocate(2),
                                        false)
                                .isUnderflow();
        return mayGoOn ? "unexpected end of data" : "invalid continuation byte";
    }

    private void readLines(String text) throws ConfigException {
        String[] lines = text.split("\r\n|\r|\n", -1);
        for (int i = 0; i < lines.length; i++) {
            boolean ended = i < lines.length - 1;
            if (ended || !lines[i].isEmpty()) {
                readLine(i + 1, lines[i], ended ? "\n" : "");
            }
        }
        finishValue();
        String all =
                "Source contains parsing errors: "
                        + PythonRepr.of(file)
                        + "\n"
                        + badLines.stream().map(BadLine::toString).collect(joining("\n"));
        for (BadLine bad : badLines) {
            findings.error(
                    Finding.Place.of(file, bad.number),
                    new ConfigException(
                            all,
                            PythonRepr.of(bad.text.strip())
                                    + " is neither a [section] nor a key=value"));
        }
    }

    private void readLine(int number, String line, String end) throws ConfigException {
        int comment = commentStart(line);
        String content = Blanks.strip(comment < 0 ? line : line.substring(0, comment));
        if (content.isEmpty()) {
            // an empty line is part of a value that goes on; a comment is not
            if (comment < 0 && key != null) {
                value.add("");
            }
            return;
        }
        int depth = 0;
        while (Blanks.is(line.charAt(depth))) {
            depth++;
        }
        if (key != null && depth > indent) {
            value.add(content);
            return;
        }
        indent = depth;
        Matcher header = HEADER.matcher(content);
        if (header.lookingAt()) {
            finishValue();
            section = header.group(1);
            ini.open(section, new IniFile.Header(file, number));
        } else if (section == null) {
            findings.error(
                    Finding.Place.of(file, number),
                    new ConfigException(
                            "File contains no section headers.\nfile: "
                                    + PythonRepr.of(file)
                                    + ", line: "
                                    + number
                                    + "\n"
                                    + PythonRepr.of(line + end),
                            PythonRepr.of(content) + " stands before the first [section]"));
        } else {
            readOption(number, line + end, content);
        }
    }

    private void readOption(int number, String line, String content) {
        int delimiter = 0;
        while (delimiter < content.length() && "=:".indexOf(content.charAt(delimiter)) < 0) {
            delimiter++;
        }
        if (delimiter == content.length()) {
            // the value above goes on behind it
            badLines.add(new BadLine(number, line));
            return;
        }
        finishValue();
        String name = Blanks.strip(content.substring(0, delimiter));
        if (name.isEmpty()) {
            badLines.add(new BadLine(number, line));
            return;
        }
        key = name.toLowerCase(Locale.ROOT);
        keyLine = number;
        value.add(Blanks.strip(content.substring(delimiter + 1)));
    }

    private void finishValue() {
        if (key != null) {
            String text = Blanks.stripEnd(String.join("\n", value));
            Optional<IniFile.Entry> former =
                    ini.put(
                            section,
                            key,
                            new IniFile.Entry(
                                    text, file, keyLine, section.equals(IniFile.DEFAULTS)));
            if (former.isPresent() && former.get().file().equals(file)) {
                findings.warning(
                        new Finding.Place(file, keyLine, section, key),
                        "given again: line " + former.get().line() + " no longer counts");
            }
            key = null;
            value.clear();
        }
    }

    /**
     * Where a comment begins, or -1. Source: CPython's configparser, which looks whether the first
     * of each sign can begin one, then the second of each, and so on: in {@code a;b ; c # d} it is
     * the hash.
     */
    static int commentStart(String line) {
        String stripped = Blanks.strip(line);
        if (stripped.startsWith("#") || stripped.startsWith(";")) {
            return 0;
        }
        int semicolon = line.indexOf(';');
        int hash = line.indexOf('#');
        while (semicolon >= 0 || hash >= 0) {
            boolean atSemicolon = mayBeginComment(line, semicolon);
            boolean atHash = mayBeginComment(line, hash);
            if (atSemicolon || atHash) {
                return atSemicolon && (!atHash || semicolon < hash) ? semicolon : hash;
            }
            semicolon = next(line, ';', semicolon);
            hash = next(line, '#', hash);
        }
        return -1;
    }

    private static boolean mayBeginComment(String line, int sign) {
        return sign == 0 || sign > 0 && Blanks.is(line.charAt(sign - 1));
    }

    private static int next(String line, char sign, int last) {
        return last < 0 ? -1 : line.indexOf(sign, last + 1);
    }
}
