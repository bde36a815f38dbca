package org.supervisord.config.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * How a program is used. Its {@code --help} and its manual page are made of it.
 *
 * @param name the program
 * @param summary what it does
 * @param words what stands behind its name
 * @param note what else there is to say, or empty
 * @param options its options
 */
public record Usage(String name, String summary, String words, String note, List<Line> options) {
    private static final int WIDTH = 92;
    private static final String INDENT = "  ";

    /**
     * An option.
     *
     * @param names such as {@code -c, --configuration FILE}
     * @param help what it is for
     */
    public record Line(String names, String help) {}

    static Usage of(
            String name, String summary, String words, String note, List<Getopt.Option> options) {
        List<Line> lines =
                options.stream()
                        .filter(option -> !option.help().isEmpty())
                        .map(option -> new Line(option.names(), option.help()))
                        .toList();
        return new Usage(name, summary, words, note, lines);
    }

    /**
     * What {@code --help} prints.
     *
     * @param program the program as it was called
     */
    public String text(String program) {
        StringBuilder text = new StringBuilder();
        text.append(name).append(" -- ").append(summary).append("\n\n");
        text.append("Usage: ").append(program).append(' ').append(words).append("\n\n");
        if (!note.isEmpty()) {
            text.append(note).append("\n\n");
        }
        int column =
                options.stream().mapToInt(line -> line.names.length()).max().orElse(0)
                        + 2 * INDENT.length();
        for (Line line : options) {
            text.append(INDENT).append(line.names);
            int at = INDENT.length() + line.names.length();
            for (String part : wrapped(line.help, WIDTH - column)) {
                text.append(" ".repeat(column - at)).append(part).append('\n');
                at = 0;
            }
        }
        return text.toString();
    }

    private static List<String> wrapped(String help, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : help.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
