package org.supervisord.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisord.common.PythonRepr;

/** Reads the groups: those that are named, and those that each program makes by itself. */
final class GroupReader {
    private static final Pattern TCP = Pattern.compile("tcp://([^\\s:]+):([0-9]+)\n?");
    private static final String UNIX = "unix://";
    private static final String NEEDS_SOCKET = "section requires a \"socket\" line";
    private static final int DEFAULT_MODE = 0700;
    private static final int LONGEST_BACKLOG = 65_535;
    private static final int DEFAULT_PRIORITY = 999;
    private static final int FIRST_OF_ALL = -1;
    private static final Pattern CLASS_NAME =
            Pattern.compile(
                    "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)+");

    private final Reading reading;
    private final ProgramReader programs;

    /** Programs that are members of a named group and so make none by themselves. */
    private final Set<String> members = new HashSet<>();

    GroupReader(Reading reading) {
        this.reading = reading;
        this.programs = new ProgramReader(reading);
    }

    /** Reads the section of a group. */
    private interface Kind {
        GroupSettings read(Section section) throws ConfigException;
    }

    /** All groups by priority, then by name. */
    List<GroupSettings> read() throws ConfigException {
        List<GroupSettings> groups = new ArrayList<>();
        groups.addAll(readAll("group:", this::group));
        groups.addAll(readAll("program:", this::program));
        groups.addAll(readAll("eventlistener:", this::listeners));
        groups.addAll(readAll("fcgi-program:", this::fastCgi));
        groups.sort(GroupReader::compare);
        return List.copyOf(groups);
    }

    // no start-up cache keeps what Comparator's own methods make
    private static int compare(GroupSettings one, GroupSettings other) {
        int byPriority = Integer.compare(one.priority(), other.priority());
        return byPriority != 0 ? byPriority : one.name().compareTo(other.name());
    }

    private List<GroupSettings> readAll(String prefix, Kind kind) throws ConfigException {
        List<GroupSettings> groups = new ArrayList<>();
        for (String name : reading.sections(prefix)) {
            if (!members.contains(name)) {
                reading.attempt(name, false, () -> groups.add(kind.read(reading.section(name))));
            }
        }
        return groups;
    }

    private GroupSettings program(Section section) throws ConfigException {
        String group = Values.name(section.afterColon());
        int priority = section.integer("priority", DEFAULT_PRIORITY);
        return new GroupSettings.Programs(group, priority, programs.read(section.name(), group));
    }

    private GroupSettings group(Section section) throws ConfigException {
        String name = Values.name(section.afterColon());
        List<String> names = Values.list(section.text("programs").orElse(""));
        int priority = section.integer("priority", DEFAULT_PRIORITY);
        List<ProgramSettings> processes = new ArrayList<>();
        for (String program : names) {
            Optional<String> member =
                    reading.findings()
                            .attempt(
                                    section.place("programs"),
                                    Optional.empty(),
                                    () -> Optional.of(member(section.name(), program)));
            if (member.isPresent()) {
                members.add(member.get());
                processes.addAll(programs.read(member.get(), name));
            }
        }
        return new GroupSettings.Programs(name, priority, List.copyOf(processes));
    }

    /** The section of a member of a group. */
    private String member(String group, String program) throws ConfigException {
        String plain = "program:" + program;
        String fastCgi = "fcgi-program:" + program;
        boolean isPlain = reading.ini().has(plain);
        boolean isFastCgi = reading.ini().has(fastCgi);
        if (!isPlain && !isFastCgi) {
            String message = " names unknown program or fcgi-program " + program;
            throw new ConfigException("[" + group + "]" + message, message.strip());
        }
        if (isPlain && isFastCgi) {
            String message =
                    " name " + program + " is ambiguous (exists as program and fcgi-program)";
            throw new ConfigException("[" + group + "]" + message, message.strip());
        }
        return isPlain ? plain : fastCgi;
    }

    private GroupSettings listeners(Section section) throws ConfigException {
        String name = section.afterColon();
        int priority = section.integer("priority", FIRST_OF_ALL);
        int bufferSize = section.integer("buffer_size", 10);
        if (bufferSize < 1) {
            refuse(section, "buffer_size", "section sets invalid buffer_size (" + bufferSize + ")");
        }
        String written = section.text("result_handler").orElse(GroupSettings.STANDARD_HANDLER);
        String handler = Values.entryPoint(written);
        if (!handler.equals(GroupSettings.STANDARD_HANDLER)
                && !CLASS_NAME.matcher(handler).matches()) {
            section.refuse(
                    "result_handler",
                    new ConfigException(
                            written
                                    + " cannot be resolved within ["
                                    + section.name()
                                    + "]: it is neither the name of a Java class nor "
                                    + PythonRepr.of(GroupSettings.STANDARD_HANDLER)));
        }
        Set<String> events = new TreeSet<>();
        for (String event : Values.list(section.text("events").orElse(""))) {
            events.add(event.toUpperCase(Locale.ROOT));
        }
        if (events.isEmpty()) {
            refuse(section, "events", "section requires an \"events\" line");
        }
        for (String event : events) {
            if (!EventNames.ALL.contains(event)) {
                section.refuse(
                        "events",
                        new ConfigException(
                                "Unknown event type "
                                        + event
                                        + " in ["
                                        + section.name()
                                        + "] events",
                                "unknown event type " + event));
            }
        }
        if (section.bool("redirect_stderr", false)) {
            refuse(
                    section,
                    "redirect_stderr",
                    "section sets redirect_stderr=true but this is not allowed because it will"
                            + " interfere with the eventlistener protocol");
        }
        PayloadLength payloadLength =
                section.get(
                        "payload_length",
                        PayloadLength.CHARACTERS,
                        section.placed("payload_length", PayloadLength::parse));
        int maxRetries =
                section.get(
                        "event_max_retries", 0, section.placed("event_max_retries", Values::count));
        return new GroupSettings.EventListenerPool(
                name,
                priority,
                programs.read(section.name(), name),
                bufferSize,
                List.copyOf(events),
                handler,
                payloadLength,
                maxRetries);
    }

    private GroupSettings fastCgi(Section section) throws ConfigException {
        String name = Values.name(section.afterColon());
        int priority = section.integer("priority", DEFAULT_PRIORITY);
        Optional<RunAs> user = section.get("user", text -> Values.runAs(text, reading.accounts()));
        OptionalInt backlog =
                section.get("socket_backlog", GroupReader::backlog)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty());
        Optional<Owner> owner =
                section.get(
                        "socket_owner",
                        refused("socket_owner", text -> Values.owner(text, reading.accounts())));
        Optional<Integer> mode = section.get("socket_mode", refused("socket_mode", Values::octal));
        // known here alone, as in the reference
        section.expansions().put("program_name", name);
        Optional<FcgiSocketSettings> socket =
                section.get(
                        "socket",
                        text ->
                                socket(
                                        section,
                                        text,
                                        unix(owner.or(() -> owner(user)), mode, backlog),
                                        tcp(owner.isPresent() || mode.isPresent(), backlog)));
        if (section.raw("socket").isEmpty()) {
            refuse(section, "socket", NEEDS_SOCKET);
        }
        return new GroupSettings.FastCgi(
                name,
                priority,
                programs.read(section.name(), name),
                socket.orElse(new FcgiSocketSettings.Tcp("localhost", 1, backlog)));
    }

    private static void refuse(Section section, String key, String message) throws ConfigException {
        section.refuse(key, new ConfigException("[" + section.name() + "] " + message, message));
    }

    private static int backlog(String text) throws ConfigException {
        int backlog = Values.integer(text);
        if (backlog < 1 || backlog > LONGEST_BACKLOG) {
            throw new ConfigException("Invalid socket_backlog value " + Values.whole(text));
        }
        return backlog;
    }

    private static <T> Section.Parser<T> refused(String key, Section.Parser<T> parser) {
        return Values.saying(text -> "Invalid " + key + " value " + text, parser);
    }

    private static FcgiSocketSettings socket(
            Section section,
            String text,
            Section.Parser<FcgiSocketSettings> unix,
            Section.Parser<FcgiSocketSettings> tcp)
            throws ConfigException {
        if (text.isEmpty()) {
            throw new ConfigException("[" + section.name() + "] " + NEEDS_SOCKET, NEEDS_SOCKET);
        }
        try {
            return (text.startsWith(UNIX) ? unix : tcp).parse(text);
        } catch (ConfigException e) {
            throw new ConfigException(
                    e.getMessage() + " in [" + section.name() + "] socket", e.plain());
        }
    }

    /** A program that runs as somebody else is to be able to use its socket. */
    private Optional<Owner> owner(Optional<RunAs> user) {
        Accounts accounts = reading.accounts();
        return user.filter(it -> it.uid() != accounts.currentUid())
                .flatMap(
                        it ->
                                accounts.userById(it.uid())
                                        .map(
                                                account ->
                                                        new Owner(
                                                                it.uid(),
                                                                it.gid().orElse(account.gid()))));
    }

    private Section.Parser<FcgiSocketSettings> unix(
            Optional<Owner> owner, Optional<Integer> mode, OptionalInt backlog) {
        return text -> {
            String path = text.substring(UNIX.length());
            if (!path.startsWith("/")) {
                throw new ConfigException(
                        "('Unix socket path %s is not an absolute path', "
                                + PythonRepr.of(path)
                                + ")",
                        "Unix socket path " + path + " is not an absolute path");
            }
            return new FcgiSocketSettings.Unix(
                    Values.file(path, reading.homes()), owner, mode.orElse(DEFAULT_MODE), backlog);
        };
    }

    private static Section.Parser<FcgiSocketSettings> tcp(boolean fileKeys, OptionalInt backlog) {
        return text -> {
            if (fileKeys) {
                throw new ConfigException(
                        "socket_owner and socket_mode params should only be used with a Unix"
                                + " domain socket");
            }
            Matcher matcher = TCP.matcher(text);
            if (!matcher.matches()) {
                throw new ConfigException(
                        "('Bad socket format %s', " + PythonRepr.of(text) + ")",
                        PythonRepr.of(text) + " is neither unix:///path nor tcp://host:port");
            }
            return new FcgiSocketSettings.Tcp(
                    matcher.group(1).toLowerCase(Locale.ROOT),
                    HttpServerReader.port(matcher.group(2)),
                    backlog);
        };
    }
}
