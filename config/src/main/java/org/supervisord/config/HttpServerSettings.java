package org.supervisord.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.supervisord.common.Pem;

/** An HTTP server of the daemon. */
public sealed interface HttpServerSettings {
    /** The section that configures it, such as {@code unix_http_server}. */
    String section();

    /** Whom it asks for, empty when it asks for nobody. */
    Optional<Credentials> credentials();

    /** What it bears. */
    Limits limits();

    /**
     * A server on a socket in the file system.
     *
     * @param access who may do what, empty when whoever can connect may do everything
     */
    record Unix(
            String section,
            Path file,
            int mode,
            Optional<Owner> owner,
            Optional<Credentials> credentials,
            Optional<Access> access,
            Limits limits)
            implements HttpServerSettings {
        /** A server without what is ours. */
        public Unix(
                String section,
                Path file,
                int mode,
                Optional<Owner> owner,
                Optional<Credentials> credentials) {
            this(section, file, mode, owner, credentials, Optional.empty(), Limits.DEFAULT);
        }
    }

    /**
     * A server on a TCP port.
     *
     * @param host a name or address, empty for all of the machine's
     * @param getActions whether links to the web page that act are followed without its token
     * @param serverNames more names that browsers know it by, such as that of a proxy
     * @param tls what it proves its identity with, empty when it speaks plain HTTP
     */
    record Inet(
            String section,
            String host,
            int port,
            Optional<Credentials> credentials,
            boolean getActions,
            List<String> serverNames,
            Optional<Tls> tls,
            Limits limits)
            implements HttpServerSettings {
        /** A server without encryption and with the usual limits. */
        public Inet(
                String section,
                String host,
                int port,
                Optional<Credentials> credentials,
                boolean getActions,
                List<String> serverNames) {
            this(
                    section,
                    host,
                    port,
                    credentials,
                    getActions,
                    serverNames,
                    Optional.empty(),
                    Limits.DEFAULT);
        }
    }

    /**
     * What a server bears.
     *
     * @param connections at the same time; empty for what the limit of descriptors and the heap
     *     allow
     * @param headerBytes of a request line and its header fields together
     * @param bodyBytes of a request
     * @param requestSecs for a request to arrive in full
     * @param idleSecs between the requests of a connection
     */
    record Limits(
            OptionalInt connections,
            int headerBytes,
            int bodyBytes,
            int requestSecs,
            int idleSecs) {
        /** Those of a server that says nothing. */
        public static final Limits DEFAULT =
                new Limits(OptionalInt.empty(), 32 << 10, 4 << 20, 60, 86_400);
    }

    /**
     * Files in PEM.
     *
     * @param certificates the server's own, followed by those that lead to a known authority
     * @param key the private key
     */
    record Tls(Path certificates, Path key) {
        /**
         * Looks into the files.
         *
         * @throws IOException when no server can prove with them who it is
         */
        public void check() throws IOException {
            Pem.read(certificates, key);
        }
    }

    /**
     * Who may do what on a Unix socket, by the kernel's word on who is at the other end.
     *
     * @param full who may do everything; without a word on that, all who are not said to read only
     * @param read who may only look
     */
    record Access(Optional<People> full, People read) {}

    /** Users and groups, by their numbers. */
    record People(Set<Integer> users, Set<Integer> groups) {
        /** Whether somebody is meant. */
        public boolean include(int user, Collection<Integer> groupsOfUser) {
            return users.contains(user) || groupsOfUser.stream().anyMatch(groups::contains);
        }
    }

    /**
     * A user of a server.
     *
     * @param password the password, or a form that {@link org.supervisord.common.StoredPassword}
     *     knows
     */
    record Credentials(String username, String password) {
        @Override
        public String toString() {
            return "Credentials[username=" + username + "]";
        }
    }
}
