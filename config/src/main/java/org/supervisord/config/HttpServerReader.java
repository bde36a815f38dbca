package org.supervisord.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.supervisord.common.PythonRepr;

/** Reads the sections of HTTP servers: those on TCP ports first, then those on Unix sockets. */
final class HttpServerReader {
    private static final int HIGHEST_PORT = 65535;
    private static final int DEFAULT_MODE = 0700;

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

    private HttpServerSettings inet(Section section) throws ConfigException {
        var credentials = credentials(section);
        Address address = required(section, "port", HttpServerReader::address);
        return new HttpServerSettings.Inet(
                section.name(),
                address.host,
                address.port,
                credentials,
                section.bool("get_actions", false),
                section.get("server_names", List.of(), HttpServerReader::names));
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
            throw new ConfigException(port + " is below lower bound (1)");
        }
        if (port > HIGHEST_PORT) {
            throw new ConfigException(port + " is above upper bound (" + HIGHEST_PORT + ")");
        }
        return port;
    }

    private HttpServerSettings unix(Section section) throws ConfigException {
        String file = required(reading.section(section.name()), "file", Blanks::strip);
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
                section.name(), reading.homes().normalize(file), mode, owner, credentials);
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
        return username.filter(name -> !name.isEmpty())
                .map(name -> new HttpServerSettings.Credentials(name, password.orElse("")));
    }
}
