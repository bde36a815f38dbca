package org.supervisord.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sections and keys that mean something, with the keys' defaults as one would write them. */
final class KnownKeys {
    private static final String PROGRAM =
            """
            command
            process_name %(program_name)s
            numprocs 1
            numprocs_start 0
            directory
            umask
            priority 999
            autostart true
            startsecs 1
            startretries 3
            autorestart unexpected
            exitcodes 0
            exit_on_fatal false
            stopsignal TERM
            stopwaitsecs 10
            stopasgroup false
            killasgroup false
            user
            redirect_stderr false
            stdout_logfile AUTO
            stdout_logfile_maxbytes 50MB
            stdout_logfile_backups 10
            stdout_capture_maxbytes 0
            stdout_events_enabled false
            stdout_syslog false
            stderr_logfile AUTO
            stderr_logfile_maxbytes 50MB
            stderr_logfile_backups 10
            stderr_capture_maxbytes 0
            stderr_events_enabled false
            stderr_syslog false
            environment
            serverurl AUTO
            """;

    private static final String LISTENER =
            """
            events
            buffer_size 10
            result_handler supervisor.dispatchers:default_handler
            payload_length characters
            event_max_retries 0
            """;

    private static final String SERVER_LIMITS =
            """
            max_connections
            max_header_size 32KB
            max_body_size 4MB
            request_timeout 60
            idle_timeout 86400
            """;

    /** By the name of a section, or its beginning up to the colon. */
    private static final Map<String, Map<String, String>> KINDS = new LinkedHashMap<>();

    static {
        kind(
                "supervisord",
                """
                logfile supervisord.log
                logfile_maxbytes 50MB
                logfile_backups 10
                loglevel info
                pidfile supervisord.pid
                umask 022
                nodaemon false
                silent false
                minfds 1024
                minprocs 200
                nocleanup false
                childlogdir /tmp
                user
                directory
                strip_ansi false
                environment
                identifier supervisor
                syslog_address /dev/log
                syslog_format bsd
                event_drain_secs 5
                orphans warn
                """);
        kind(
                "unix_http_server",
                """
                file
                chmod 0700
                chown
                username
                password
                access_full
                access_read
                """
                        + SERVER_LIMITS);
        kind(
                "inet_http_server",
                """
                port
                username
                password
                get_actions false
                server_names
                ssl_certfile
                ssl_keyfile
                """
                        + SERVER_LIMITS);
        kind(
                "supervisorctl",
                """
                serverurl http://localhost:9001
                username
                password
                prompt supervisor
                history_file
                ssl_cafile
                """);
        kind("supervisorctl:", "serverurl\nusername\npassword\nprompt\nhistory_file\nssl_cafile\n");
        kind("program:", PROGRAM);
        kind("eventlistener:", PROGRAM.replace("priority 999", "priority -1") + LISTENER);
        kind("fcgi-program:", PROGRAM + "socket\nsocket_backlog\nsocket_owner\nsocket_mode 0700\n");
        kind("group:", "programs\npriority 999\n");
        kind("include", "files\n");
        // what else they take is for their factories to know
        kind("rpcinterface:", "supervisor.rpcinterface_factory\nplugin_folder\n");
        kind("ctlplugin:", "supervisor.ctl_factory\nplugin_folder\n");
    }

    private KnownKeys() {}

    private static void kind(String name, String lines) {
        Map<String, String> keys = new LinkedHashMap<>();
        lines.lines()
                .map(line -> line.split(" ", 2))
                .forEach(words -> keys.put(words[0], words.length > 1 ? words[1] : ""));
        KINDS.put(name, keys);
    }

    /** The kinds of sections: their names, with a colon at the end where more is to follow. */
    static Collection<String> kinds() {
        return KINDS.keySet();
    }

    /** The kind that a section is of. */
    static Optional<String> kindOf(String section) {
        return KINDS.keySet().stream()
                .filter(
                        kind ->
                                kind.endsWith(":") || kind.endsWith("_http_server")
                                        ? section.startsWith(kind)
                                        : section.equals(kind))
                .findFirst();
    }

    /** The keys of a kind of sections with their defaults, empty for none. */
    static Map<String, String> of(String kind) {
        return KINDS.get(kind);
    }

    /** Whether sections of a kind take keys of anybody's making. */
    static boolean takesOthers(String kind) {
        return List.of("rpcinterface:", "ctlplugin:").contains(kind);
    }

    /** The word that was probably meant by one that is not known. */
    static Optional<String> nearest(String word, Collection<String> known) {
        int most = word.length() < 6 ? 1 : 2;
        Optional<String> nearest = Optional.empty();
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance <= most) {
                nearest = Optional.of(candidate);
                most = distance - 1;
            }
        }
        return nearest;
    }

    /** How many letters must be added, removed, replaced or swapped with the next one. */
    private static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                boolean same = from.charAt(i - 1) == to.charAt(j - 1);
                steps[i][j] =
                        Math.min(
                                Math.min(steps[i - 1][j], steps[i][j - 1]) + 1,
                                steps[i - 1][j - 1] + (same ? 0 : 1));
                boolean swapped =
                        i > 1
                                && j > 1
                                && from.charAt(i - 1) == to.charAt(j - 2)
                                && from.charAt(i - 2) == to.charAt(j - 1);
                if (swapped) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[from.length()][to.length()];
    }
}
