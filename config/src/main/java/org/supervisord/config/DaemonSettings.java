package org.supervisord.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The [supervisord] section, with what the command line changes of it.
 *
 * @param logfile the activity log; empty when it goes to syslog
 * @param logfileMaxbytes size at which it is rotated, in bytes; 0 for never
 * @param directory where the daemon goes when it daemonizes
 * @param umask the umask it takes when it daemonizes
 * @param eventDrainSecs how long it waits at its end for listeners to be told what is still to be
 *     told, in seconds
 * @param orphans what becomes of programs that a daemon before this one has left
 * @param user whom it becomes
 * @param environment what it adds to the environment of every program
 * @param syslog where what is meant for syslog goes
 */
public record DaemonSettings(
        Optional<Path> logfile,
        long logfileMaxbytes,
        int logfileBackups,
        LogLevel loglevel,
        Path pidfile,
        String identifier,
        Path childlogdir,
        boolean nodaemon,
        boolean silent,
        boolean nocleanup,
        boolean stripAnsi,
        int minfds,
        int minprocs,
        int umask,
        int eventDrainSecs,
        OrphanPolicy orphans,
        Optional<String> directory,
        Optional<RunAs> user,
        Map<String, String> environment,
        SyslogSettings syslog) {

    /** The same, to run as this user. */
    DaemonSettings runningAs(RunAs who) {
        return new DaemonSettings(
                logfile,
                logfileMaxbytes,
                logfileBackups,
                loglevel,
                pidfile,
                identifier,
                childlogdir,
                nodaemon,
                silent,
                nocleanup,
                stripAnsi,
                minfds,
                minprocs,
                umask,
                eventDrainSecs,
                orphans,
                directory,
                Optional.of(who),
                environment,
                syslog);
    }
}
