package org.supervisord.daemon.web;

/**
 * Which daemon this is.
 *
 * @param host the machine's name
 * @param startedAtMillis when it began to run, in milliseconds since 1970
 */
public record About(String version, String host, long startedAtMillis) {}
