package org.supervisord.config;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisord.common.PythonRepr;
import org.supervisord.common.Signal;

/** The types of values: what each text means, or why it means nothing. */
public final class Values {
    private static final Set<String> YES = Set.of("yes", "true", "on", "1");
    private static final Set<String> NO = Set.of("no", "false", "off", "0");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\p{Nd}+(_\\p{Nd}+)*");
    private static final Pattern OCTAL = Pattern.compile("[+-]?(0[oO]_?)?[0-7]+(_[0-7]+)*");

    /** More are no number that anybody means, and slow to read. */
    private static final int MOST_DIGITS = 40;

    /** What chown(2) takes for no change. */
    private static final BigInteger NOBODY = BigInteger.valueOf(0xffff_ffffL);

    private static final Map<String, Long> UNITS =
            Map.of("kb", 1L << 10, "mb", 1L << 20, "gb", 1L << 30);

    private static final Pattern ENTRY_POINT =
            Pattern.compile("([\\w.]+)\\s*(?::\\s*([\\w.]+)\\s*)?(?:\\[.*\\]\\s*)?");

    private Values() {}

    /** A whole number; one that does not fit 32 bits becomes the largest or smallest that does. */
    public static int integer(String text) throws ConfigException {
        BigInteger number = whole(text);
        if (number.bitLength() > 31) {
            return number.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        }
        return number.intValue();
    }

    /** A whole number that is not negative. */
    static int count(String text) throws ConfigException {
        int number = integer(text);
        if (number < 0) {
            throw new ConfigException(PythonRepr.of(text) + " is negative");
        }
        return number;
    }

    /** A whole number, whatever its size. */
    static BigInteger whole(String text) throws ConfigException {
        String digits = Blanks.strip(text);
        if (digits.length() > MOST_DIGITS || !WHOLE.matcher(digits).matches()) {
            throw new ConfigException(
                    "invalid literal for int() with base 10: " + PythonRepr.of(text),
                    PythonRepr.of(text) + " is not a whole number");
        }
        return new BigInteger(digits.replace("_", "").replace("+", ""));
    }

    /** A size in bytes: a whole number, or one with KB, MB or GB behind it. */
    public static long byteSize(String text) throws ConfigException {
        String lower = text.toLowerCase(Locale.ROOT);
        String unit = lower.length() < 2 ? "" : lower.substring(lower.length() - 2);
        long factor = UNITS.getOrDefault(unit, 1L);
        String digits = UNITS.containsKey(unit) ? lower.substring(0, lower.length() - 2) : lower;
        BigInteger bytes = whole(digits).multiply(BigInteger.valueOf(factor));
        if (bytes.bitLength() > 63) {
            return bytes.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return bytes.longValue();
    }

    /** A truth value. */
    public static boolean bool(String text) throws ConfigException {
        String lower = text.toLowerCase(Locale.ROOT);
        if (YES.contains(lower)) {
            return true;
        }
        if (NO.contains(lower)) {
            return false;
        }
        throw new ConfigException("not a valid boolean value: " + PythonRepr.of(text));
    }

    /** A number in octal digits, as for file modes. */
    public static int octal(String text) throws ConfigException {
        String digits = Blanks.strip(text);
        try {
            if (digits.length() <= MOST_DIGITS && OCTAL.matcher(digits).matches()) {
                return Integer.parseInt(digits.replaceAll("[_oO+]", ""), 8);
            }
        } catch (NumberFormatException e) {
            // more bits than any mode has
        }
        throw new ConfigException(text + " can not be converted to an octal type");
    }

    static AutoRestart autoRestart(String text) throws ConfigException {
        String lower = text.toLowerCase(Locale.ROOT);
        if (YES.contains(lower)) {
            return AutoRestart.ALWAYS;
        }
        if (NO.contains(lower)) {
            return AutoRestart.NEVER;
        }
        if (lower.equals("unexpected")) {
            return AutoRestart.UNEXPECTED;
        }
        throw new ConfigException("invalid 'autorestart' value " + PythonRepr.of(lower));
    }

    static Signal signal(String text) throws ConfigException {
        boolean number = WHOLE.matcher(Blanks.strip(text)).matches();
        Optional<Signal> signal = Signal.parse(number ? Integer.toString(integer(text)) : text);
        if (signal.isEmpty()) {
            throw new ConfigException(
                    "value "
                            + PythonRepr.of(text)
                            + " is not a valid signal "
                            + (number ? "number" : "name"));
        }
        return signal.get();
    }

    /** How much the activity log tells. */
    public static LogLevel logLevel(String text) throws ConfigException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "blather" -> LogLevel.BLATHER;
            case "trace" -> LogLevel.TRACE;
            case "debug" -> LogLevel.DEBUG;
            case "info" -> LogLevel.INFO;
            case "warn" -> LogLevel.WARN;
            case "error" -> LogLevel.ERROR;
            case "critical" -> LogLevel.CRITICAL;
            default -> throw new ConfigException("bad logging level name " + PythonRepr.of(text));
        };
    }

    static List<Integer> exitCodes(String text) throws ConfigException {
        List<Integer> codes = new ArrayList<>();
        if (text.isEmpty()) {
            return codes;
        }
        for (String word : text.split(",", -1)) {
            int code = -1;
            try {
                code = integer(word);
            } catch (ConfigException e) {
                code = -1;
            }
            if (code < 0 || code > 255) {
                throw new ConfigException("not a valid list of exit codes: " + PythonRepr.of(text));
            }
            codes.add(code);
        }
        return List.copyOf(codes);
    }

    static List<String> list(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            words.add(Blanks.strip(word));
        }
        return words;
    }

    /** The name of a process or group, which events and addresses can carry. */
    static String name(String text) throws ConfigException {
        String name = Blanks.strip(text);
        for (char bad : new char[] {' ', ':', '/'}) {
            if (name.indexOf(bad) >= 0) {
                throw new ConfigException(
                        "Invalid name: "
                                + PythonRepr.of(text)
                                + " because of character: "
                                + PythonRepr.of(String.valueOf(bad)));
            }
        }
        return name;
    }

    /**
     * The name of an entry point of Python's without what means nothing: blanks around its colon,
     * and extras in brackets behind it. Other texts are left as they are.
     */
    static String entryPoint(String text) {
        Matcher matcher = ENTRY_POINT.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        String attribute = matcher.group(2);
        return attribute == null ? matcher.group(1) : matcher.group(1) + ":" + attribute;
    }

    static LogTargetOrSyslog logfile(String text, HomeFolders homes) throws ConfigException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "none", "off" -> new LogTargetOrSyslog(new LogTarget.None(), false);
            case "auto" -> new LogTargetOrSyslog(new LogTarget.Automatic(), false);
            case "" -> new LogTargetOrSyslog(new LogTarget.Unnamed(), false);
            case "syslog" -> new LogTargetOrSyslog(new LogTarget.None(), true);
            default ->
                    new LogTargetOrSyslog(
                            new LogTarget.File(
                                    pathInExistingFolder(text, homes), homes.expand(text)),
                            false);
        };
    }

    /** A log, or the word that says syslog instead. */
    record LogTargetOrSyslog(LogTarget target, boolean syslog) {}

    /** A folder that is there. */
    public static Path existingFolder(String text, HomeFolders homes) throws ConfigException {
        Path path = usedFolder(text, homes);
        if (!Files.isDirectory(homes.absolute(path))) {
            throw noFolder(text);
        }
        return path;
    }

    /** A folder that is there, or is in use already. */
    public static Path usedFolder(String text, HomeFolders homes) throws ConfigException {
        Path path = path(homes.expand(text), text);
        if (text.isEmpty() || !homes.hasFolder(path)) {
            throw noFolder(text);
        }
        return path;
    }

    private static ConfigException noFolder(String text) {
        return new ConfigException(text + " is not an existing directory");
    }

    /** A folder that is there or in use already, as it is written but for a {@code ~}. */
    public static String usedFolderAsWritten(String text, HomeFolders homes)
            throws ConfigException {
        usedFolder(text, homes);
        return homes.expand(text);
    }

    /** A file whose folder is there, or is in use already. */
    public static Path pathInExistingFolder(String text, HomeFolders homes) throws ConfigException {
        String expanded = homes.expand(text);
        int slash = expanded.lastIndexOf('/');
        Path path = path(expanded, text);
        if (slash > 0 && !homes.hasFolder(path(expanded.substring(0, slash), text))) {
            throw new ConfigException(
                    "The directory named as part of the path " + text + " does not exist");
        }
        return path;
    }

    /** A file from the root of the file system, which need not be there. */
    static Path file(String text, HomeFolders homes) throws ConfigException {
        return homes.absolute(path(homes.expand(text), text)).normalize();
    }

    /**
     * What is named here.
     *
     * @param text as it was written, for messages
     */
    static Path path(String expanded, String text) throws ConfigException {
        try {
            return Path.of(expanded);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(PythonRepr.of(text) + " can't be the name of a file");
        }
    }

    /** A converter like another one that says what is wrong in other words. */
    static <T> Section.Parser<T> saying(UnaryOperator<String> message, Section.Parser<T> parser) {
        return text -> {
            try {
                return parser.parse(text);
            } catch (ConfigException e) {
                throw new ConfigException(message.apply(text), e.plain());
            }
        };
    }

    /** A user, {@code user} or {@code user:group}, each by name or number. */
    public static RunAs runAs(String text, Accounts accounts) throws ConfigException {
        int colon = text.indexOf(':');
        return colon < 0
                ? new RunAs(uid(text, accounts), OptionalInt.empty())
                : new RunAs(
                        uid(text.substring(0, colon), accounts),
                        OptionalInt.of(gid(text.substring(colon + 1), accounts)));
    }

    static int uid(String text, Accounts accounts) throws ConfigException {
        if (WHOLE.matcher(Blanks.strip(text)).matches()) {
            OptionalInt uid = id(text);
            if (uid.isEmpty() || accounts.userById(uid.getAsInt()).isEmpty()) {
                throw new ConfigException("Invalid user id " + text);
            }
            return uid.getAsInt();
        }
        return accounts.userByName(text)
                .orElseThrow(() -> new ConfigException("Invalid user name " + text))
                .uid();
    }

    static int gid(String text, Accounts accounts) throws ConfigException {
        if (WHOLE.matcher(Blanks.strip(text)).matches()) {
            OptionalInt gid = id(text);
            if (gid.isEmpty() || !accounts.hasGroup(gid.getAsInt())) {
                throw new ConfigException("Invalid group id " + text);
            }
            return gid.getAsInt();
        }
        return accounts.groupByName(text)
                .orElseThrow(() -> new ConfigException("Invalid group name " + text));
    }

    /** A number without a sign in 32 bits, of which the largest one stands for nobody. */
    private static OptionalInt id(String text) throws ConfigException {
        BigInteger number = whole(text);
        boolean isId = number.signum() >= 0 && number.compareTo(NOBODY) < 0;
        return isId ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
    }

    /** {@code user}, {@code user:group} or {@code :group}. */
    static Owner owner(String text, Accounts accounts) throws ConfigException {
        int colon = text.indexOf(':');
        return new Owner(
                colon == 0
                        ? Owner.UNCHANGED
                        : uid(colon < 0 ? text : text.substring(0, colon), accounts),
                colon < 0 ? Owner.UNCHANGED : gid(text.substring(colon + 1), accounts));
    }
}
