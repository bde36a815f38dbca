package org.supervisord.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.supervisord.common.PythonRepr;

/**
 * Expansion of {@code %(name)s} and its relatives: {@code %(number)02d}, {@code %(n)x}, {@code %%}.
 * The values are texts and whole numbers.
 */
final class PercentFormat {
    private final String format;
    private final Map<String, Object> values;
    private int at;

    private PercentFormat(String format, Map<String, Object> values) {
        this.format = format;
        this.values = values;
    }

    /** What is wrong with a format. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /** A name that stands for nothing. */
    private static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        Unknown(String name) {
            super(name, null, false, false);
        }
    }

    /**
     * Expands a text.
     *
     * @param what the key that the text belongs to, for messages
     */
    static String expand(String format, Map<String, Object> values, String what)
            throws ConfigException {
        if (format.indexOf('%') < 0) {
            return format;
        }
        String start = "Format string " + PythonRepr.of(format) + " for " + PythonRepr.of(what);
        try {
            return new PercentFormat(format, values).expand();
        } catch (Unknown e) {
            throw new ConfigException(
                    start
                            + " contains names ("
                            + PythonRepr.of(e.getMessage())
                            + ") which cannot be expanded. Available names: "
                            + String.join(", ", new TreeSet<>(values.keySet())),
                    "%(" + e.getMessage() + ")s stands for nothing here");
        } catch (Malformed e) {
            throw new ConfigException(
                    start + " is badly formatted: " + e.getMessage(),
                    PythonRepr.of(format) + " is badly formatted: " + e.getMessage());
        }
    }

    private String expand() throws Malformed, Unknown {
        StringBuilder out = new StringBuilder();
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c == '%') {
                directive(out);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private void directive(StringBuilder out) throws Malformed, Unknown {
        if (peek() == '%') {
            at++;
            out.append('%');
            return;
        }
        String name = null;
        if (peek() == '(') {
            at++;
            name = name();
            if (!values.containsKey(name)) {
                throw new Unknown(name);
            }
        }
        int firstFlag = at;
        while ("#0- +".indexOf(peek()) >= 0) {
            at++;
        }
        String flags = format.substring(firstFlag, at);
        String width = digits();
        String precision = null;
        if (peek() == '.') {
            at++;
            precision = digits();
        }
        if ("hlL".indexOf(peek()) >= 0) {
            at++;
        }
        char conversion = next();
        if ("diouxXeEfFgGcrsa".indexOf(conversion) < 0) {
            throw new Malformed(
                    String.format(
                            "unsupported format character '%s' (0x%x) at index %d",
                            conversion < ' ' || conversion > '~' ? '?' : conversion,
                            (int) conversion,
                            at - 1));
        }
        if (name == null) {
            throw new Malformed("% is followed by no name; a plain % is written %%");
        }
        out.append(pad(convert(values.get(name), conversion, flags, precision), width, flags));
    }

    private String name() throws Malformed {
        int depth = 1;
        int start = at;
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return format.substring(start, at - 1);
            }
        }
        throw new Malformed("incomplete format key");
    }

    /** A value in its letters. Zeros for padding go between the two, and only into numbers. */
    private record Converted(String prefix, String text, boolean number) {}

    private static Converted convert(Object value, char conversion, String flags, String precision)
            throws Malformed {
        return switch (conversion) {
            case 's', 'r', 'a' -> {
                String text = String.valueOf(value);
                if (conversion != 's' && value instanceof String) {
                    text = PythonRepr.of(text);
                }
                int most = precision == null ? text.length() : number(precision);
                yield new Converted("", text.substring(0, Math.min(text.length(), most)), false);
            }
            case 'd', 'i', 'u' -> whole(value, conversion, 10, "", flags, precision);
            case 'o' -> whole(value, conversion, 8, "0o", flags, precision);
            case 'x' -> whole(value, conversion, 16, "0x", flags, precision);
            case 'X' -> {
                Converted lower = whole(value, conversion, 16, "0X", flags, precision);
                yield new Converted(lower.prefix, lower.text.toUpperCase(Locale.ROOT), true);
            }
            case 'c' -> new Converted("", character(value), false);
            default -> {
                BigDecimal number = new BigDecimal(real(value, conversion));
                yield new Converted(
                        sign(number.signum() < 0, flags),
                        FloatFormat.of(
                                number.abs(),
                                conversion,
                                precision == null ? FloatFormat.PRECISION : number(precision),
                                flags.contains("#")),
                        true);
            }
        };
    }

    private static String character(Object value) throws Malformed {
        if (value instanceof Number number) {
            if (!Character.isValidCodePoint(number.intValue())) {
                throw new Malformed("%c arg not in range(0x110000)");
            }
            return Character.toString(number.intValue());
        }
        String text = String.valueOf(value);
        if (text.codePointCount(0, text.length()) != 1) {
            throw new Malformed("%c requires int or char");
        }
        return text;
    }

    private static long real(Object value, char conversion) throws Malformed {
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new Malformed(
                "diouxX".indexOf(conversion) >= 0
                        ? "%" + conversion + " format: " + wanted(conversion) + ", not str"
                        : "must be real number, not str");
    }

    private static String wanted(char conversion) {
        return "oxX".indexOf(conversion) >= 0
                ? "an integer is required"
                : "a real number is required";
    }

    private static String sign(boolean negative, String flags) {
        return negative ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
    }

    private static Converted whole(
            Object value, char conversion, int radix, String base, String flags, String precision)
            throws Malformed {
        long number = real(value, conversion);
        String digits = Long.toString(Math.abs(number), radix);
        int least = precision == null ? 0 : number(precision);
        return new Converted(
                sign(number < 0, flags) + (flags.contains("#") ? base : ""),
                "0".repeat(Math.max(0, least - digits.length())) + digits,
                true);
    }

    private static String pad(Converted value, String width, String flags) throws Malformed {
        String plain = value.prefix + value.text;
        int missing = Math.max(0, (width.isEmpty() ? 0 : number(width)) - plain.length());
        if (flags.contains("-")) {
            return plain + " ".repeat(missing);
        }
        return flags.contains("0") && value.number
                ? value.prefix + "0".repeat(missing) + value.text
                : " ".repeat(missing) + plain;
    }

    private static int number(String digits) throws Malformed {
        if (digits.length() > 4) {
            throw new Malformed("width or precision too big");
        }
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private String digits() {
        int start = at;
        while (at < format.length() && "0123456789".indexOf(format.charAt(at)) >= 0) {
            at++;
        }
        return format.substring(start, at);
    }

    private char peek() throws Malformed {
        if (at >= format.length()) {
            throw new Malformed("incomplete format");
        }
        return format.charAt(at);
    }

    private char next() throws Malformed {
        char c = peek();
        at++;
        return c;
    }
}
