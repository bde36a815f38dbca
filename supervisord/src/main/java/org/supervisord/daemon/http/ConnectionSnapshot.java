package org.supervisord.daemon.http;

/**
 * A client between two requests, or with one that the next program is to answer.
 *
 * @param descriptor its socket
 * @param host its address; empty on a Unix socket
 * @param port its port
 * @param unread what it has sent and nobody has dealt with
 * @param hasServed whether a request was answered here
 */
public record ConnectionSnapshot(
        int descriptor, String host, int port, byte[] unread, boolean hasServed) {}
