package org.supervisord.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
        Optional<String> directory,
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

    /** What it says, as keys of [supervisord] with values as one would write them. */
    Map<String, String> asKeys() {
        Map<String, String> keys = new LinkedHashMap<>();
        nodaemon.ifPresent(it -> keys.put("nodaemon", it.toString()));
        user.ifPresent(it -> keys.put("user", it));
        umask.ifPresent(it -> keys.put("umask", String.format("%03o", it)));
        directory.ifPresent(it -> keys.put("directory", it));
        logfile.ifPresent(it -> keys.put("logfile", it));
        logfileMaxbytes.ifPresent(it -> keys.put("logfile_maxbytes", Long.toString(it)));
        logfileBackups.ifPresent(it -> keys.put("logfile_backups", Integer.toString(it)));
        loglevel.ifPresent(it -> keys.put("loglevel", it.name().toLowerCase(Locale.ROOT)));
        pidfile.ifPresent(it -> keys.put("pidfile", it));
        identifier.ifPresent(it -> keys.put("identifier", it));
        childlogdir.ifPresent(it -> keys.put("childlogdir", it.toString()));
        minfds.ifPresent(it -> keys.put("minfds", Integer.toString(it)));
        minprocs.ifPresent(it -> keys.put("minprocs", Integer.toString(it)));
        nocleanup.ifPresent(it -> keys.put("nocleanup", it.toString()));
        stripAnsi.ifPresent(it -> keys.put("strip_ansi", it.toString()));
        silent.ifPresent(it -> keys.put("silent", it.toString()));
        return keys;
    }
}
