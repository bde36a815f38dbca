package org.supervisord.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An HTTP server of the daemon. */
public sealed interface HttpServerSettings {
    /** The section that configures it, such as {@code unix_http_server}. */
    String section();

    /** Whom it asks for, empty when it asks for nobody. */
    Optional<Credentials> credentials();

    /** A server on a socket in the file system. */
    record Unix(
            String section,
            Path file,
            int mode,
            Optional<Owner> owner,
            Optional<Credentials> credentials)
            implements HttpServerSettings {}

    /**
     * A server on a TCP port.
     *
     * @param host a name or address, empty for all of the machine's
     * @param getActions whether links to the web page that act are followed without its token
     * @param serverNames more names that browsers know it by, such as that of a proxy
     */
    record Inet(
            String section,
            String host,
            int port,
            Optional<Credentials> credentials,
            boolean getActions,
            List<String> serverNames)
            implements HttpServerSettings {}

    /**
     * A user of a server.
     *
     * @param password the password, or {@code {SHA}} and its SHA-1 in hexadecimal
     */
    record Credentials(String username, String password) {
        @Override
        public String toString() {
            return "Credentials[username=" + username + "]";
        }
    }
}
