package org.supervisord.daemon.http;

import java.util.List;

/**
 * A server that clients are connected to.
 *
 * @param section its section in the configuration
 * @param descriptor the socket that it listens at
 * @param file what tells its socket's file from another one of that name; empty for a port
 */
public record ServerSnapshot(
        String section, int descriptor, String file, List<ConnectionSnapshot> connections) {}
