package org.supervisord.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.supervisord.common.PythonRepr;

/** Reads the sections of HTTP servers: those on TCP ports first, then those on Unix sockets. */
final class HttpServerReader {
    private static final int HIGHEST_PORT = 65535;

    private final IniFile ini;
    private final String here;
    private final Map<String, Object> variables;
    private final Accounts accounts;
    private final HomeFolders homes;

    HttpServerReader(
            IniFile ini,
            String here,
            Map<String, Object> variables,
            Accounts accounts,
            HomeFolders homes) {
        this.ini = ini;
        this.here = here;
        this.variables = variables;
        this.accounts = accounts;
        this.homes = homes;
    }

    List<HttpServerSettings> read() throws ConfigException {
        List<HttpServerSettings> servers = new ArrayList<>();
        for (String name : ini.sections()) {
            if (name.startsWith("inet_http_server")) {
                servers.add(inet(new Section(ini, name, variables)));
            }
        }
        for (String name : ini.sections()) {
            if (name.startsWith("unix_http_server")) {
                servers.add(unix(new Section(ini, name, variables)));
            }
        }
        return List.copyOf(servers);
    }

    private HttpServerSettings inet(Section section) throws ConfigException {
        var credentials = credentials(section);
        String address = required(section, "port");
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? "" : address.substring(0, colon).toLowerCase(Locale.ROOT);
        String digits = address.substring(colon + 1);
        if (colon >= 0 && digits.isEmpty()) {
            throw new ConfigException("no port number specified in " + PythonRepr.of(digits));
        }
        int port;
        if (colon < 0) {
            try {
                port = port(digits);
            } catch (ConfigException e) {
                throw new ConfigException(
                        "not a valid port number: " + PythonRepr.of(digits) + " ");
            }
        } else {
            port = port(digits);
        }
        return new HttpServerSettings.Inet(
                section.name(), host.equals("*") ? "" : host, port, credentials);
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
        Map<String, Object> known = new HashMap<>(variables);
        known.put("here", here);
        String file = required(new Section(ini, section.name(), known), "file");
        var credentials = credentials(section);
        Optional<Owner> owner =
                section.get(
                        "chown",
                        text -> {
                            try {
                                return Values.owner(text, accounts);
                            } catch (ConfigException e) {
                                throw new ConfigException("Invalid sockchown value " + text);
                            }
                        });
        int mode =
                section.get(
                        "chmod",
                        0700,
                        text -> {
                            try {
                                return Values.octal(text);
                            } catch (ConfigException e) {
                                throw new ConfigException("Invalid chmod value " + text);
                            }
                        });
        return new HttpServerSettings.Unix(
                section.name(), homes.normalize(Blanks.strip(file)), mode, owner, credentials);
    }

    private static String required(Section section, String key) throws ConfigException {
        return section.text(key)
                .orElseThrow(
                        () ->
                                new ConfigException(
                                        "section ["
                                                + section.name()
                                                + "] has no "
                                                + key
                                                + " value"));
    }

    private static Optional<HttpServerSettings.Credentials> credentials(Section section)
            throws ConfigException {
        Optional<String> username = section.text("username");
        Optional<String> password = section.text("password");
        if (username.isPresent() != password.isPresent()) {
            throw new ConfigException(
                    "Section ["
                            + section.name()
                            + "] contains incomplete authentication: If a username or a password"
                            + " is specified, both the username and password must be specified");
        }
        return username.filter(name -> !name.isEmpty())
                .map(name -> new HttpServerSettings.Credentials(name, password.orElseThrow()));
    }
}
