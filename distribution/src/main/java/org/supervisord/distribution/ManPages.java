package org.supervisord.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.supervisord.config.cli.SupervisorctlOptions;
import org.supervisord.config.cli.SupervisordOptions;
import org.supervisord.config.cli.Usage;
import org.supervisord.ctl.action.ActionHelp;

/**
 * Makes the manual pages. What {@code --help}, {@code help} and the manual say already is not said
 * again in their templates: {@code @OPTIONS program@}, {@code @ACTIONS@}, {@code @TABLE page
 * "heading" "first cell"@} and the like stand for it.
 */
public final class ManPages {
    private static final Pattern PLACE = Pattern.compile("@([A-Z]+)(?: ([^@\n]*))?@");
    private static final Pattern TABLE = Pattern.compile("(\\S+) \"(.*)\" \"(.*)\"");
    private static final Pattern INLINE =
            Pattern.compile("`([^`]*)`|\\*\\*([^*]*)\\*\\*|\\[([^]]*)]\\([^)]*\\)");
    private static final Pattern USAGE_OF_SCRIPT =
            Pattern.compile("<<USAGE\n\\S+ -- (.*)\n\nUsage: \\$0 (.*)\n");

    private final Path sources;
    private final Path manual;
    private final String version;
    private final String date;

    private ManPages(Path sources, Path manual, String version, String date) {
        this.sources = sources;
        this.manual = manual;
        this.version = version;
        this.date = date;
    }

    /**
     * Makes them, each as it is and compressed.
     *
     * @param arguments the folder of the distribution's sources, that of the manual, where to put
     *     them, the version, and the date with or without a time
     */
    public static void main(String[] arguments) throws IOException {
        ManPages pages =
                new ManPages(
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        arguments[3],
                        arguments[4].replaceFirst("T.*", ""));
        Path target = Files.createDirectories(Path.of(arguments[2]));
        try (Stream<Path> templates = Files.list(pages.sources.resolve("man"))) {
            for (Path template : templates.toList()) {
                String page = pages.filled(Files.readString(template));
                String name = template.getFileName().toString();
                Files.writeString(target.resolve(name), page);
                Gzip.write(target.resolve(name), page.getBytes());
            }
        }
    }

    private String filled(String template) throws IOException {
        StringBuilder page = new StringBuilder();
        Matcher place = PLACE.matcher(template);
        while (place.find()) {
            String what = place.group(2) == null ? "" : place.group(2);
            place.appendReplacement(
                    page, Matcher.quoteReplacement(stands(place.group(1), what).strip()));
        }
        return place.appendTail(page).toString();
    }

    private String stands(String name, String what) throws IOException {
        return switch (name) {
            case "VERSION" -> version;
            case "DATE" -> date;
            case "SUMMARY" -> text(usage(what).summary());
            case "WORDS" -> text(usage(what).words());
            case "OPTIONS" -> options(usage(what).options());
            case "ACTIONS" -> actions(ActionHelp.lines());
            case "TABLE" -> table(what);
            default -> throw new IllegalArgumentException("nothing is called " + name);
        };
    }

    private Usage usage(String program) throws IOException {
        return switch (program) {
            case "supervisord" -> SupervisordOptions.usage();
            case "supervisorctl" -> SupervisorctlOptions.usage();
            default -> {
                String script = Files.readString(sources.resolve("bin").resolve(program));
                Matcher usage = USAGE_OF_SCRIPT.matcher(script);
                if (!usage.find()) {
                    throw new IllegalArgumentException(program + " does not say how it is used");
                }
                yield new Usage(program, usage.group(1), usage.group(2), "", List.of());
            }
        };
    }

    private static String options(List<Usage.Line> options) {
        return options.stream()
                .map(option -> entry(bold(option.names()), text(option.help())))
                .collect(Collectors.joining());
    }

    /** Usages with what they do; a line without a usage is a remark on the one before. */
    private static String actions(List<String> lines) {
        return lines.stream()
                .map(line -> line.split("\t", 2))
                .map(
                        parts ->
                                parts.length == 1
                                        ? ".RS\n.PP\n" + text(parts[0]) + "\n.RE\n"
                                        : parts[0].isEmpty()
                                                ? ".br\n" + text(parts[1]) + "\n"
                                                : entry(bold(parts[0]), text(parts[1])))
                .collect(Collectors.joining());
    }

    /** The rows of the first table below a heading whose first column has this name. */
    private String table(String where) throws IOException {
        Matcher words = TABLE.matcher(where);
        if (!words.matches()) {
            throw new IllegalArgumentException("no table is meant by " + where);
        }
        List<String> rows =
                Files.readAllLines(manual.resolve(words.group(1))).stream()
                        .dropWhile(line -> !line.equals(words.group(2)))
                        .dropWhile(line -> !line.startsWith("| " + words.group(3)))
                        .takeWhile(line -> line.startsWith("|"))
                        .skip(2)
                        .toList();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("there is no table " + where);
        }
        return rows.stream()
                .map(row -> row.split(" ?\\| ?"))
                .map(cells -> entry(bold(plain(cells[1])), marked(cells[2])))
                .collect(Collectors.joining());
    }

    private static String entry(String head, String body) {
        return ".TP\n" + head + "\n" + body + "\n";
    }

    private static String bold(String text) {
        return ".B " + text(text).replace("\"", "\\(dq");
    }

    /** Markdown without its marks. */
    private static String plain(String markdown) {
        return replaced(markdown, found -> found, Function.identity());
    }

    /** Markdown with code and emphasis in bold. */
    private static String marked(String markdown) {
        return replaced(markdown, found -> "\\fB" + found + "\\fR", ManPages::text);
    }

    private static String replaced(
            String markdown,
            Function<String, String> emphasis,
            Function<String, String> everything) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        Matcher mark = INLINE.matcher(markdown);
        while (mark.find()) {
            text.append(everything.apply(markdown.substring(at, mark.start())));
            if (mark.group(3) != null) {
                text.append(replaced(mark.group(3), emphasis, everything));
            } else {
                String code = mark.group(1) == null ? mark.group(2) : mark.group(1);
                text.append(emphasis.apply(everything.apply(code)));
            }
            at = mark.end();
        }
        return text.append(everything.apply(markdown.substring(at))).toString();
    }

    private static final Map<Character, String> SPECIAL =
            Map.of(
                    '\\', "\\e", '-', "\\-", '\'', "\\(aq", '`', "\\(ga", '~', "\\(ti", '^',
                    "\\(ha");

    /** A text as it is, in the language of manual pages. Source: groff_char(7). */
    private static String text(String plain) {
        StringBuilder text = new StringBuilder();
        for (char c : plain.toCharArray()) {
            text.append(SPECIAL.getOrDefault(c, String.valueOf(c)));
        }
        return text.toString().startsWith(".") ? "\\&" + text : text.toString();
    }
}
