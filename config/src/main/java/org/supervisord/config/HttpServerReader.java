package org.supervisord.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.supervisord.common.Pem;
import org.supervisord.common.PythonRepr;
import org.supervisord.common.StoredPassword;

/** Reads the sections of HTTP servers: those on TCP ports first, then those on Unix sockets. */
final class HttpServerReader {
    private static final int HIGHEST_PORT = 65535;
    private static final int DEFAULT_MODE = 0700;

    /** Java keeps two of the 108 bytes. Source: unix(7). */
    private static final int LONGEST_SOCKET = 106;

    /** It is made in a folder of its own beside its place, which takes ten. */
    private static final int LONGEST_FOLDER = 96;

    private final Reading reading;

    HttpServerReader(Reading reading) {
        this.reading = reading;
    }

    List<HttpServerSettings> read() throws ConfigException {
        List<Optional<HttpServerSettings>> servers = new ArrayList<>();
        for (String name : reading.sections("inet_http_server")) {
            servers.add(
                    reading.attempt(
                            name,
                            Optional.empty(),
                            () -> Optional.of(inet(reading.plainSection(name)))));
        }
        for (String name : reading.sections("unix_http_server")) {
            servers.add(
                    reading.attempt(
                            name,
                            Optional.empty(),
                            () -> Optional.of(unix(reading.plainSection(name)))));
        }
        return servers.stream().flatMap(Optional::stream).toList();
    }

    /** Looks into what is only opened when the servers are. */
    void inspect(List<HttpServerSettings> servers) throws ConfigException {
        Map<String, String> listening = new HashMap<>();
        for (HttpServerSettings server : servers) {
            Section section = reading.section(server.section());
            if (server instanceof HttpServerSettings.Inet inet) {
                inspectPlace(inet.host() + ":" + inet.port(), section, "port", listening);
                if (inet.tls().isPresent()) {
                    inspect(inet.tls().get(), section);
                }
            } else if (server instanceof HttpServerSettings.Unix unix) {
                Path file = reading.homes().absolute(unix.file());
                inspectPlace(file.toString(), section, "file", listening);
                inspect(file, section);
            }
        }
    }

    private static void inspectPlace(
            String place, Section section, String key, Map<String, String> listening)
            throws ConfigException {
        String other = listening.putIfAbsent(place, section.name());
        if (other != null) {
            section.refuse(key, new ConfigException("[" + other + "] listens there as well"));
        }
    }

    private void inspect(Path socket, Section section) throws ConfigException {
        Path folder = socket.getParent();
        if (folder != null && Files.notExists(folder)) {
            // what starts the daemon may make it first
            reading.findings()
                    .warning(section.place("file"), "its folder, " + folder + ", does not exist");
        }
        if (length(socket) > LONGEST_SOCKET) {
            section.refuse(
                    "file",
                    new ConfigException(
                            "the path of a Unix socket has " + LONGEST_SOCKET + " bytes at most"));
        } else if (folder != null && length(folder) > LONGEST_FOLDER) {
            section.refuse(
                    "file",
                    new ConfigException(
                            "the folder of a server's Unix socket has a path of "
                                    + LONGEST_FOLDER
                                    + " bytes at most"));
        }
    }

    private static int length(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private void inspect(HttpServerSettings.Tls tls, Section section) throws ConfigException {
        String key = "ssl_certfile";
        try {
            Pem.certificates(tls.certificates());
            if (section.raw("ssl_keyfile").isPresent()) {
                key = "ssl_keyfile";
            }
            tls.check();
        } catch (IOException e) {
            if (e.getCause() instanceof AccessDeniedException) {
                // the daemon may be another user's
                reading.findings().warning(section.place(key), e.getMessage());
            } else {
                section.refuse(key, new ConfigException(e.getMessage()));
            }
        }
    }

    private HttpServerSettings inet(Section section) throws ConfigException {
        var credentials = credentials(section);
        Address address = required(section, "port", HttpServerReader::address);
        return new HttpServerSettings.Inet(
                section.name(),
                address.host,
                address.port,
                credentials,
                section.bool("get_actions", false),
                section.get("server_names", List.of(), HttpServerReader::names),
                tls(section.name()),
                limits(section));
    }

    private Optional<HttpServerSettings.Tls> tls(String name) throws ConfigException {
        Section section = reading.section(name);
        Optional<Path> certificates =
                section.get("ssl_certfile", section.placed("ssl_certfile", this::file));
        Optional<Path> key = section.get("ssl_keyfile", section.placed("ssl_keyfile", this::file));
        if (certificates.isEmpty() && key.isPresent()) {
            section.refuse(
                    "ssl_keyfile",
                    new ConfigException(
                            "section [" + name + "] has an ssl_keyfile but no ssl_certfile",
                            "ssl_certfile is needed with it"));
        }
        return certificates.map(it -> new HttpServerSettings.Tls(it, key.orElse(it)));
    }

    private Path file(String text) throws ConfigException {
        Path path = Values.file(Blanks.strip(text), reading.homes());
        if (!Files.isRegularFile(path)) {
            throw new ConfigException(path + " is not an existing file");
        }
        return path;
    }

    private static HttpServerSettings.Limits limits(Section section) throws ConfigException {
        var usual = HttpServerSettings.Limits.DEFAULT;
        return new HttpServerSettings.Limits(
                connections(section),
                bytes(section, "max_header_size", usual.headerBytes(), 1 << 10, 1 << 20),
                bytes(section, "max_body_size", usual.bodyBytes(), 1 << 10, 64 << 20),
                number(section, "request_timeout", usual.requestSecs(), 1, 86_400),
                number(section, "idle_timeout", usual.idleSecs(), 1, 30 * 86_400));
    }

    private static OptionalInt connections(Section section) throws ConfigException {
        String key = "max_connections";
        return section.raw(key).isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(number(section, key, 1, 1, 10_000));
    }

    private static int number(Section section, String key, int usual, int least, int most)
            throws ConfigException {
        return section.get(
                key,
                usual,
                section.placed(key, text -> (int) within(Values.integer(text), least, most)));
    }

    private static int bytes(Section section, String key, int usual, int least, int most)
            throws ConfigException {
        return section.get(
                key,
                usual,
                section.placed(key, text -> (int) within(Values.byteSize(text), least, most)));
    }

    private static long within(long number, int least, int most) throws ConfigException {
        if (number < least || number > most) {
            throw new ConfigException(number + " is not between " + least + " and " + most);
        }
        return number;
    }

    /** A host, empty for all addresses, and a port. */
    private record Address(String host, int port) {}

    private static Address address(String text) throws ConfigException {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return new Address(
                    "",
                    Values.saying(
                                    it -> "not a valid port number: " + PythonRepr.of(it) + " ",
                                    HttpServerReader::port)
                            .parse(text));
        }
        String host = text.substring(0, colon).toLowerCase(Locale.ROOT);
        String digits = text.substring(colon + 1);
        if (digits.isEmpty()) {
            throw new ConfigException("no port number specified in " + PythonRepr.of(digits));
        }
        return new Address(host.equals("*") ? "" : host, port(digits));
    }

    private static List<String> names(String text) {
        return Stream.of(text.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** A port's number, 1 to 65535. */
    static int port(String text) throws ConfigException {
        int port = Values.integer(text);
        if (port < 1) {
            throw new ConfigException(Values.whole(text) + " is below lower bound (1)");
        }
        if (port > HIGHEST_PORT) {
            throw new ConfigException(
                    Values.whole(text) + " is above upper bound (" + HIGHEST_PORT + ")");
        }
        return port;
    }

    private HttpServerSettings unix(Section section) throws ConfigException {
        Path file =
                required(
                        reading.section(section.name()),
                        "file",
                        text -> Values.file(Blanks.strip(text), reading.homes()));
        var credentials = credentials(section);
        Optional<Owner> owner =
                section.get(
                        "chown",
                        Values.saying(
                                text -> "Invalid sockchown value " + text,
                                text -> Values.owner(text, reading.accounts())));
        int mode =
                section.get(
                        "chmod",
                        DEFAULT_MODE,
                        Values.saying(text -> "Invalid chmod value " + text, Values::octal));
        return new HttpServerSettings.Unix(
                section.name(), file, mode, owner, credentials, access(section), limits(section));
    }

    private Optional<HttpServerSettings.Access> access(Section section) throws ConfigException {
        Optional<HttpServerSettings.People> full =
                section.get("access_full", section.placed("access_full", this::people));
        Optional<HttpServerSettings.People> read =
                section.get("access_read", section.placed("access_read", this::people));
        if (full.isEmpty() && read.isEmpty()) {
            return Optional.empty();
        }
        var nobody = new HttpServerSettings.People(Set.of(), Set.of());
        return Optional.of(new HttpServerSettings.Access(full, read.orElse(nobody)));
    }

    /** Names or numbers of users, and of groups behind an at sign. */
    private HttpServerSettings.People people(String text) throws ConfigException {
        Set<Integer> users = new LinkedHashSet<>();
        Set<Integer> groups = new LinkedHashSet<>();
        for (String word : text.split("[,\\s]+")) {
            if (word.startsWith("@")) {
                groups.add(Values.gid(word.substring(1), reading.accounts()));
            } else if (!word.isEmpty()) {
                users.add(Values.uid(word, reading.accounts()));
            }
        }
        return new HttpServerSettings.People(users, groups);
    }

    private static <T> T required(Section section, String key, Section.Parser<T> parser)
            throws ConfigException {
        return section.get(key, parser)
                .orElseThrow(
                        () ->
                                new ConfigException(
                                        "section [" + section.name() + "] has no " + key + " value",
                                        "has no " + key));
    }

    private static Optional<HttpServerSettings.Credentials> credentials(Section section)
            throws ConfigException {
        Optional<String> username = section.text("username");
        Optional<String> password = section.text("password");
        if (username.isPresent() != password.isPresent()) {
            section.refuse(
                    username.isPresent() ? "username" : "password",
                    new ConfigException(
                            "Section ["
                                    + section.name()
                                    + "] contains incomplete authentication: If a username or a"
                                    + " password is specified, both the username and password must"
                                    + " be specified",
                            "username and password are needed together"));
        }
        try {
            password.ifPresent(StoredPassword::of);
        } catch (IllegalArgumentException e) {
            section.refuse(
                    "password",
                    new ConfigException(
                            "[" + section.name() + "] password: " + e.getMessage(),
                            e.getMessage()));
        }
        return username.filter(name -> !name.isEmpty())
                .map(name -> new HttpServerSettings.Credentials(name, password.orElse("")));
    }
}
