package org.supervisord.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final String DEFAULT_HANDLER = "supervisor.dispatchers:default_handler";

    private final IniFile ini;
    private final ProgramReader programs;
    private final Map<String, Object> known;
    private final Accounts accounts;
    private final HomeFolders homes;

    /** Programs that are members of a named group and so make none by themselves. */
    private final Set<String> members = new HashSet<>();

    GroupReader(
            IniFile ini,
            ProgramReader programs,
            String here,
            Map<String, Object> variables,
            Accounts accounts,
            HomeFolders homes) {
        this.ini = ini;
        this.programs = programs;
        this.known = new HashMap<>(variables);
        this.known.put("here", here);
        this.accounts = accounts;
        this.homes = homes;
    }

    /** All groups by priority, then by name. */
    List<GroupSettings> read() throws ConfigException {
        List<GroupSettings> groups = new ArrayList<>();
        for (String name : named("group:")) {
            groups.add(group(section(name)));
        }
        for (String name : named("program:")) {
            if (!members.contains(name)) {
                String group = Values.name(after(name));
                int priority = section(name).integer("priority", 999);
                groups.add(new GroupSettings.Programs(group, priority, programs.read(name, group)));
            }
        }
        for (String name : named("eventlistener:")) {
            groups.add(listeners(section(name)));
        }
        for (String name : named("fcgi-program:")) {
            if (!members.contains(name)) {
                groups.add(fastCgi(section(name)));
            }
        }
        groups.sort(
                Comparator.comparingInt(GroupSettings::priority)
                        .thenComparing(GroupSettings::name));
        return List.copyOf(groups);
    }

    private List<String> named(String prefix) {
        return ini.sections().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    private static String after(String section) {
        return section.substring(section.indexOf(':') + 1);
    }

    private Section section(String name) {
        return new Section(ini, name, known);
    }

    private GroupSettings group(Section section) throws ConfigException {
        String name = Values.name(after(section.name()));
        List<String> names = Values.list(section.text("programs").orElse(""));
        int priority = section.integer("priority", 999);
        List<ProgramSettings> processes = new ArrayList<>();
        for (String program : names) {
            String plain = "program:" + program;
            String fastCgi = "fcgi-program:" + program;
            if (!ini.has(plain) && !ini.has(fastCgi)) {
                throw new ConfigException(
                        "["
                                + section.name()
                                + "] names unknown program or fcgi-program "
                                + program);
            }
            if (ini.has(plain) && ini.has(fastCgi)) {
                throw new ConfigException(
                        "["
                                + section.name()
                                + "] name "
                                + program
                                + " is ambiguous (exists as program and fcgi-program)");
            }
            String member = ini.has(plain) ? plain : fastCgi;
            members.add(member);
            processes.addAll(programs.read(member, name));
        }
        return new GroupSettings.Programs(name, priority, List.copyOf(processes));
    }

    private GroupSettings listeners(Section section) throws ConfigException {
        String name = after(section.name());
        int priority = section.integer("priority", -1);
        int bufferSize = section.integer("buffer_size", 10);
        if (bufferSize < 1) {
            throw new ConfigException(
                    "["
                            + section.name()
                            + "] section sets invalid buffer_size ("
                            + bufferSize
                            + ")");
        }
        String handler = section.text("result_handler").orElse(DEFAULT_HANDLER);
        if (!handler.equals(DEFAULT_HANDLER)) {
            throw new ConfigException(
                    handler
                            + " cannot be resolved within ["
                            + section.name()
                            + "]: the one that is known is "
                            + PythonRepr.of(DEFAULT_HANDLER));
        }
        Set<String> events = new TreeSet<>();
        for (String event : Values.list(section.text("events").orElse(""))) {
            events.add(event.toUpperCase(Locale.ROOT));
        }
        if (events.isEmpty()) {
            throw new ConfigException(
                    "[" + section.name() + "] section requires an \"events\" line");
        }
        for (String event : events) {
            if (!EventNames.ALL.contains(event)) {
                throw new ConfigException(
                        "Unknown event type " + event + " in [" + section.name() + "] events");
            }
        }
        if (section.bool("redirect_stderr", false)) {
            throw new ConfigException(
                    "["
                            + section.name()
                            + "] section sets redirect_stderr=true but this is not allowed because"
                            + " it will interfere with the eventlistener protocol");
        }
        return new GroupSettings.EventListenerPool(
                name,
                priority,
                programs.read(section.name(), name),
                bufferSize,
                List.copyOf(events),
                handler);
    }

    private GroupSettings fastCgi(Section section) throws ConfigException {
        String name = Values.name(after(section.name()));
        int priority = section.integer("priority", 999);
        section.expansions().put("program_name", name);
        Optional<Integer> uid = section.get("user", text -> Values.uid(text, accounts));
        Optional<Integer> backlog = section.get("socket_backlog", GroupReader::backlog);
        Optional<Owner> owner =
                section.get(
                        "socket_owner",
                        text -> refused("socket_owner", text, t -> Values.owner(t, accounts)));
        Optional<Integer> mode =
                section.get("socket_mode", text -> refused("socket_mode", text, Values::octal));
        String socket = section.text("socket").orElse("");
        if (socket.isEmpty()) {
            throw new ConfigException(
                    "[" + section.name() + "] section requires a \"socket\" line");
        }
        OptionalInt queue = backlog.map(OptionalInt::of).orElse(OptionalInt.empty());
        FcgiSocketSettings settings;
        try {
            settings =
                    socket.startsWith("unix://")
                            ? unix(socket.substring(7), owner.or(() -> owner(uid)), mode, queue)
                            : tcp(socket, owner.isPresent() || mode.isPresent(), queue);
        } catch (ConfigException e) {
            throw new ConfigException(e.getMessage() + " in [" + section.name() + "] socket");
        }
        return new GroupSettings.FastCgi(
                name, priority, programs.read(section.name(), name), settings);
    }

    private static int backlog(String text) throws ConfigException {
        int backlog = Values.integer(text);
        if (backlog < 1 || backlog > 65535) {
            throw new ConfigException("Invalid socket_backlog value " + text);
        }
        return backlog;
    }

    private static <T> T refused(String key, String text, Section.Parser<T> parser)
            throws ConfigException {
        try {
            return parser.parse(text);
        } catch (ConfigException e) {
            throw new ConfigException("Invalid " + key + " value " + text);
        }
    }

    /** A program that runs as somebody else is to be able to use its socket. */
    private Optional<Owner> owner(Optional<Integer> uid) {
        return uid.filter(number -> number != accounts.currentUid())
                .flatMap(accounts::userById)
                .map(account -> new Owner(account.uid(), account.gid()));
    }

    private FcgiSocketSettings unix(
            String path, Optional<Owner> owner, Optional<Integer> mode, OptionalInt backlog)
            throws ConfigException {
        if (!path.startsWith("/")) {
            throw new ConfigException(
                    "('Unix socket path %s is not an absolute path', " + PythonRepr.of(path) + ")");
        }
        return new FcgiSocketSettings.Unix(
                homes.normalize(path), owner, mode.orElse(0700), backlog);
    }

    private static FcgiSocketSettings tcp(String socket, boolean fileKeys, OptionalInt backlog)
            throws ConfigException {
        if (fileKeys) {
            throw new ConfigException(
                    "socket_owner and socket_mode params should only be used with a Unix domain"
                            + " socket");
        }
        Matcher matcher = TCP.matcher(socket);
        if (!matcher.matches()) {
            throw new ConfigException("('Bad socket format %s', " + PythonRepr.of(socket) + ")");
        }
        return new FcgiSocketSettings.Tcp(
                matcher.group(1).toLowerCase(Locale.ROOT),
                HttpServerReader.port(matcher.group(2)),
                backlog);
    }
}
