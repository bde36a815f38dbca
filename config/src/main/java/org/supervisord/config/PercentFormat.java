package org.supervisord.config;

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
                            + String.join(", ", new TreeSet<>(values.keySet())));
        } catch (Malformed e) {
            throw new ConfigException(start + " is badly formatted: " + e.getMessage());
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
        String name = null;
        if (peek() == '(') {
            at++;
            name = name();
        }
        StringBuilder flags = new StringBuilder();
        while ("#0- +".indexOf(peek()) >= 0) {
            flags.append(next());
        }
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
        if (conversion == '%') {
            out.append('%');
            return;
        }
        if ("diouxXeEfFgGcrsa".indexOf(conversion) < 0) {
            throw new Malformed(
                    String.format(
                            "unsupported format character '%s' (0x%x) at index %d",
                            conversion, (int) conversion, at - 1));
        }
        if (name == null) {
            throw new Malformed("% is followed by no name; a plain % is written %%");
        }
        if (!values.containsKey(name)) {
            throw new Unknown(name);
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

    private static String convert(
            Object value, char conversion, CharSequence flags, String precision) throws Malformed {
        switch (conversion) {
            case 's', 'r', 'a' -> {
                String text = String.valueOf(value);
                if (conversion != 's' && value instanceof String) {
                    text = PythonRepr.of(text);
                }
                return precision == null
                        ? text
                        : text.substring(0, Math.min(text.length(), number(precision)));
            }
            case 'd', 'i', 'u' -> {
                return sign(whole(value, conversion), 10, flags, precision);
            }
            case 'x', 'X' -> {
                String hex = sign(whole(value, conversion), 16, flags, precision);
                return conversion == 'X' ? hex.toUpperCase(java.util.Locale.ROOT) : hex;
            }
            case 'o' -> {
                return sign(whole(value, conversion), 8, flags, precision);
            }
            default ->
                    throw new Malformed(
                            "%" + conversion + " is not for names of a configuration file");
        }
    }

    private static long whole(Object value, char conversion) throws Malformed {
        if (value instanceof Integer number) {
            return number;
        }
        throw new Malformed("%" + conversion + " format: a real number is required, not str");
    }

    private static String sign(long value, int radix, CharSequence flags, String precision)
            throws Malformed {
        StringBuilder digits = new StringBuilder(Long.toString(Math.abs(value), radix));
        int least = precision == null ? 0 : number(precision);
        while (digits.length() < least) {
            digits.insert(0, '0');
        }
        String all = flags.toString();
        String sign = value < 0 ? "-" : all.contains("+") ? "+" : all.contains(" ") ? " " : "";
        return sign + digits;
    }

    private static String pad(String text, String width, CharSequence flags) throws Malformed {
        int missing = (width.isEmpty() ? 0 : number(width)) - text.length();
        if (missing <= 0) {
            return text;
        }
        if (flags.toString().contains("-")) {
            return text + " ".repeat(missing);
        }
        boolean numeric = !text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1));
        if (flags.toString().contains("0") && numeric) {
            int signs = Character.isDigit(text.charAt(0)) ? 0 : 1;
            return text.substring(0, signs) + "0".repeat(missing) + text.substring(signs);
        }
        return " ".repeat(missing) + text;
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
