package org.supervisord.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import org.supervisord.common.PythonRepr;

/**
 * Where messages for syslog go.
 *
 * @param form how they are written
 */
public record SyslogSettings(Address address, Form form) {
    /** The machine's own syslog, by the name that it has everywhere. */
    public static final SyslogSettings LOCAL =
            new SyslogSettings(new Address.Local(Path.of("/dev/log")), Form.BSD);

    private static final int PORT = 514;
    private static final int HIGHEST_PORT = 65535;

    /** Where a syslog listens. */
    public sealed interface Address {
        /** A socket in the file system. */
        record Local(Path path) implements Address {}

        /**
         * A port.
         *
         * @param host a name or address
         * @param tcp whether messages go through a connection, or one by one
         */
        record Remote(String host, int port, boolean tcp) implements Address {}
    }

    /** How messages are written. */
    public enum Form {
        /** As the C library does it. Source: syslog(3), RFC 3164. */
        BSD,
        /** With the year, the host and the process. Source: RFC 5424. */
        RFC5424;

        /** As in the configuration. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The address as it is written: a path, {@code udp://host:port} or {@code tcp://host:port}. */
    static Address address(String text) throws ConfigException {
        if (text.startsWith("/")) {
            return new Address.Local(Values.path(text, text));
        }
        try {
            URI uri = new URI(text);
            boolean tcp = "tcp".equals(uri.getScheme());
            boolean bare = (uri.getRawPath() + uri.getRawQuery()).equals("null");
            int port = uri.getPort() < 0 ? PORT : uri.getPort();
            if ((tcp || "udp".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && bare
                    && port <= HIGHEST_PORT) {
                String host = uri.getHost().replaceAll("[\\[\\]]", "");
                return new Address.Remote(host, port, tcp);
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new ConfigException(
                "not a valid address of a syslog: "
                        + PythonRepr.of(text)
                        + ", which is a path, udp://host:port or tcp://host:port");
    }

    static Form form(String text) throws ConfigException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "bsd" -> Form.BSD;
            case "rfc5424" -> Form.RFC5424;
            default ->
                    throw new ConfigException(
                            "not a valid form of syslog messages: "
                                    + PythonRepr.of(text)
                                    + ", which is bsd or rfc5424");
        };
    }
}
