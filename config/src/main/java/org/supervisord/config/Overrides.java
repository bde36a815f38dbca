package org.supervisord.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the command line says instead of the [supervisord] section; empty where it says nothing.
 *
 * @param user a user's name or number, as written
 */
public record Overrides(
        Optional<Boolean> nodaemon,
        Optional<String> user,
        OptionalInt umask,
        Optional<Path> directory,
        Optional<String> logfile,
        OptionalLong logfileMaxbytes,
        OptionalInt logfileBackups,
        Optional<LogLevel> loglevel,
        Optional<String> pidfile,
        Optional<String> identifier,
        Optional<Path> childlogdir,
        OptionalInt minfds,
        OptionalInt minprocs,
        Optional<Boolean> nocleanup,
        Optional<Boolean> stripAnsi,
        Optional<Boolean> silent) {

    /** A command line that says nothing. */
    public static Overrides none() {
        return new Overrides(
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
