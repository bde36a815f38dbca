package org.supervisord.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Makes sections, lines and the values of most keys, in all the forms that the dialect allows. */
final class LineGrammar {
    private LineGrammar() {}

    /** The first one, but for one time in twenty-five. */
    static Arbitrary<String> rarely(String usually, String... others) {
        return Arbitraries.integers()
                .between(1, 25)
                .flatMap(n -> n < 25 ? Arbitraries.just(usually) : Arbitraries.of(others));
    }

    /** A header and some of these lines. */
    static Arbitrary<String> section(String header, List<Arbitrary<String>> keys) {
        Arbitrary<String> lines =
                Arbitraries.oneOf(keys).list().ofMaxSize(5).map(list -> String.join("", list));
        Arbitrary<String> head =
                rarely(
                        "[" + header + "]\n",
                        "[" + header + "] ; here\n",
                        "[" + header + "]x\n",
                        " [" + header + "]\n",
                        "[" + header + " ]\n");
        return Combinators.combine(head, lines).as((start, rest) -> start + rest);
    }

    /** A line, or some lines, that give a key a value. */
    static Arbitrary<String> key(String name, Arbitrary<String> values) {
        Arbitrary<String> names =
                rarely(name, name.toUpperCase(Locale.ROOT), name + " ", name + "\t");
        Arbitrary<String> signs = rarely("=", ":", " = ", " : ", "=\n  ", "= ");
        Arbitrary<String> ends =
                rarely(
                        "\n",
                        " ; comment\n",
                        "\t; comment\n",
                        " # comment\n",
                        ";no comment\n",
                        "\n\n",
                        "  \n",
                        "\n; comment\n",
                        "\n\n  more\n",
                        "\n\tmore\n",
                        " #\n");
        return Combinators.combine(names, signs, values, ends)
                .as((key, sign, value, end) -> key + sign + value + end);
    }

    static Arbitrary<String> key(String name, String... values) {
        return key(name, Arbitraries.of(values));
    }

    /** Mostly good values; some others. */
    static Arbitrary<String> mostly(List<String> good, String... bad) {
        return Arbitraries.integers()
                .between(1, 50)
                .flatMap(n -> n < 50 ? Arbitraries.of(good) : Arbitraries.of(bad));
    }

    /** Mostly numbers, these among them. */
    static Arbitrary<String> integer(String... more) {
        List<String> good = new ArrayList<>(List.of(more));
        good.addAll(List.of("1", "2", "007", "+3", "1_0"));
        return mostly(good, "ten", "", "1.5", "0x10", "1__0", "_1", "-", "- 1", "\u0663", "1 2");
    }

    static Arbitrary<String> bool() {
        return mostly(
                List.of("yes", "true", "on", "1", "no", "false", "off", "0", "TRUE", "No"),
                "maybe",
                "",
                "2",
                "y",
                "t");
    }

    static Arbitrary<String> size() {
        return mostly(
                List.of("0", "1", "1KB", "1mb", "2Gb", "1 kb", "+1KB", "12_0"),
                "1b",
                "1.5MB",
                "KB",
                "",
                "10k",
                "B",
                "1TB");
    }

    static Arbitrary<String> octal() {
        return mostly(
                List.of("022", "0", "777", "0o22", "0O7", "0_22", "+22"),
                "8",
                "",
                "rwx",
                "0b1",
                "37777777777",
                "7777777777777",
                "0" + "_0".repeat(2_000));
    }

    static Arbitrary<String> user() {
        return mostly(List.of("root", "web", "501", "0"), "nix", "999", "", "-1", "Root");
    }

    static Arbitrary<String> word() {
        return mostly(
                List.of(
                        "plain",
                        "two words",
                        "a;b",
                        "a#b",
                        "a ;b",
                        "x %(here)s y",
                        "%(ENV_COLOR)s",
                        "%(ENV_COUNT)5s|",
                        "100%%",
                        "%(host_node_name)s",
                        "caf\u00e9",
                        "\uD83D\uDE00 x",
                        "'quoted'",
                        "\"a=b\"",
                        "=",
                        ":x",
                        "x\\",
                        "\u00a0x"),
                "100%",
                "%(nix)s",
                "%(ENV_NIX)s",
                "%d",
                "%(here)d",
                "%(here",
                "%");
    }
}
