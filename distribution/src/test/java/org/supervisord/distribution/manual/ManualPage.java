package org.supervisord.distribution.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page in Markdown, taken apart.
 *
 * @param path the file, below {@link #ROOT}
 * @param prose its lines with their numbers, without those of code
 * @param blocks its code
 */
record ManualPage(Path path, List<Line> prose, List<Block> blocks) {
    /** The folder of the project. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern FENCE = Pattern.compile("( *)```(.*)");
    private static final Pattern COMMENT = Pattern.compile("<!-- (.*) -->");
    private static final Pattern HEADING = Pattern.compile("#+ (.*)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    /** A line and its number, counted from 1. */
    record Line(int number, String text) {}

    /**
     * Code between fences.
     *
     * @param line where it begins
     * @param language what stands behind the first fence
     * @param mark the comment on the line before the fence, or empty
     */
    record Block(int line, String language, String mark, String text) {}

    /** All pages of the manual, and those at the top of the project. */
    static List<ManualPage> all() {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
                Stream<Path> top = Files.list(ROOT)) {
            return Stream.concat(docs, top)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .map(ManualPage::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ManualPage read(Path path) {
        List<Line> prose = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (!fence.matches()) {
                prose.add(new Line(i + 1, lines.get(i)));
                continue;
            }
            Matcher mark = COMMENT.matcher(i == 0 ? "" : lines.get(i - 1));
            int start = i + 1;
            StringBuilder text = new StringBuilder();
            while (++i < lines.size() && !lines.get(i).strip().equals("```")) {
                text.append(lines.get(i)).append('\n');
            }
            blocks.add(
                    new Block(
                            start,
                            fence.group(2),
                            mark.matches() ? mark.group(1) : "",
                            text.toString()));
        }
        return new ManualPage(path, prose, blocks);
    }

    /** The names by which links lead to its headings, as GitHub makes them. */
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        for (Line line : prose) {
            Matcher heading = HEADING.matcher(line.text);
            if (heading.matches()) {
                anchors.add(
                        heading.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9_ -]", "")
                                .replace(' ', '-'));
            }
        }
        return anchors;
    }

    /** What it links to or shows, with the numbers of the lines. */
    List<Line> links() {
        List<Line> links = new ArrayList<>();
        for (Line line : prose) {
            Matcher link = LINK.matcher(line.text.replaceAll("`[^`]*`", ""));
            while (link.find()) {
                links.add(new Line(line.number, link.group(1)));
            }
        }
        return links;
    }

    /** Where something is, for messages. */
    String at(int line) {
        return ROOT.relativize(path) + ":" + line;
    }
}
