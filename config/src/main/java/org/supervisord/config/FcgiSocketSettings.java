package org.supervisord.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** The socket that the processes of an [fcgi-program:x] share. */
public sealed interface FcgiSocketSettings {
    /** Length of the listen queue, empty for the system's. */
    OptionalInt backlog();

    /** Where it is, as in the configuration. */
    String url();

    /** A socket in the file system. */
    record Unix(Path path, Optional<Owner> owner, int mode, OptionalInt backlog)
            implements FcgiSocketSettings {
        @Override
        public String url() {
            return "unix://" + path;
        }
    }

    /** A TCP socket. */
    record Tcp(String host, int port, OptionalInt backlog) implements FcgiSocketSettings {
        @Override
        public String url() {
            return "tcp://" + host + ":" + port;
        }
    }
}
