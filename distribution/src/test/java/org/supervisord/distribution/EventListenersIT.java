package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Event listeners as people write them, under the daemon of the tree. */
class EventListenersIT extends TreeBench {
    private static final String PYTHON = "/usr/bin/python3";

    @Test
    void theExampleInJavaNotesUnexpectedExits() throws Exception {
        tree.supervise(
                """
                [eventlistener:exits]
                command = %s/bin/java -cp %s %s %%(here)s/exits
                events = PROCESS_STATE_EXITED
                [program:good]
                command = /bin/sh -c 'sleep 0.1; exit 0'
                startsecs = 0
                autorestart = false
                [program:bad]
                command = /bin/sh -c 'sleep 0.1; exit 3'
                startsecs = 0
                autorestart = false
                """
                        .formatted(
                                System.getProperty("java.home"),
                                Tree.file("lib/supervisor-common.jar"),
                                Tree.file("examples/UnexpectedExits.java")));
        tree.await("the note", () -> text("exits").endsWith("\n"));
        assertTrue(text("exits").matches("bad:bad \\(pid \\d+\\) ended unexpectedly\n"));
    }

    @Test
    void theExampleInShellNotesWhatItIsToldToTheByte() throws Exception {
        tree.supervise(
                """
                [eventlistener:notes]
                command = %s %%(here)s/notes
                events = PROCESS_LOG, REMOTE_COMMUNICATION
                payload_length = bytes
                [program:talker]
                command = /bin/sh -c 'echo zażółć; sleep 0.2; echo gęślą; exec sleep 1000'
                stdout_events_enabled = true
                """
                        .formatted(Tree.file("examples/notes.sh")));
        tree.await("the second line", () -> text("notes").contains("gęślą"));
        List<String> notes = text("notes").lines().filter(line -> !line.contains(":")).toList();
        assertEquals(List.of("zażółć", "gęślą"), notes);
    }

    @Test
    void listenersWrittenWithChildutilsWorkUnchanged() throws Exception {
        assumeChildutils();
        Files.writeString(
                folder.resolve("crashmail.py"),
                """
                import os, sys
                from supervisor import childutils
                rpc = childutils.getRPCInterface(os.environ)
                while True:
                    headers, payload = childutils.listener.wait()
                    if headers['eventname'] == 'PROCESS_LOG_STDERR':
                        pheaders, data = childutils.eventdata(payload)
                        line = 'log %s %s %s' % (pheaders['processname'], pheaders['channel'], data)
                    else:
                        pheaders, data = childutils.eventdata(payload + '\\n')
                        info = rpc.supervisor.getProcessInfo(
                            pheaders['groupname'] + ':' + pheaders['processname'])
                        line = '%s %s %s' % (pheaders['processname'], pheaders['expected'],
                                             info['statename'])
                    with open(sys.argv[1], 'a') as out:
                        out.write(line.strip() + '\\n')
                    childutils.listener.ok()
                """);
        tree.supervise(
                """
                [eventlistener:crashmail]
                command = %s %%(here)s/crashmail.py %%(here)s/mails
                events = PROCESS_STATE_EXITED, PROCESS_LOG_STDERR
                [program:bad]
                command = /bin/sh -c 'echo "ż 🐢" >&2; sleep 0.1; exit 3'
                startsecs = 0
                autorestart = false
                stderr_events_enabled = true
                """
                        .formatted(PYTHON));
        tree.await("two mails", () -> text("mails").lines().count() == 2);
        assertEquals("log bad stderr ż 🐢\nbad 0 EXITED\n", text("mails"));
    }

    @Test
    void aWatchdogOnTicksMayRestartProgramsThroughTheInterface() throws Exception {
        assumeChildutils();
        Files.writeString(
                folder.resolve("memmon.py"),
                """
                import os, sys
                from supervisor import childutils
                rpc = childutils.getRPCInterface(os.environ)
                done = False
                while True:
                    headers, payload = childutils.listener.wait(sys.stdin, sys.stdout)
                    if headers['eventname'].startswith('TICK') and not done:
                        for info in rpc.supervisor.getAllProcessInfo():
                            if info['name'] == 'fat' and info['pid']:
                                rpc.supervisor.stopProcess('fat:fat')
                                rpc.supervisor.startProcess('fat:fat')
                                done = True
                                sys.stderr.write('restarted fat\\n')
                    childutils.listener.ok(sys.stdout)
                """);
        tree.supervise(
                """
                [eventlistener:memmon]
                command = %s %%(here)s/memmon.py
                events = TICK_5
                stderr_logfile = %%(here)s/memmon.err
                [program:fat]
                command = /bin/sleep 1000
                """
                        .formatted(PYTHON));
        tree.await("the restart", () -> text("memmon.err").equals("restarted fat\n"));
        assertEquals(2, tree.log().lines().filter(it -> it.contains("spawned: 'fat'")).count());
    }

    /** As superlance's httpok does it, which asks for a page at every tick. */
    @Test
    void aSiteThatDoesNotAnswerAsItShouldIsRestarted() throws Exception {
        assumeChildutils();
        Files.writeString(
                folder.resolve("site.py"),
                """
                import http.server, os, sys
                healthy = os.path.exists('started')
                class Page(http.server.BaseHTTPRequestHandler):
                    def do_GET(self):
                        self.send_response(200 if healthy else 503)
                        self.end_headers()
                server = http.server.HTTPServer(('127.0.0.1', 0), Page)
                with open('url.new', 'w') as out:
                    out.write('http://127.0.0.1:%d/' % server.server_port)
                os.rename('url.new', 'url')
                open('started', 'w').close()
                server.serve_forever()
                """);
        Files.writeString(
                folder.resolve("httpok.py"),
                """
                import os, sys, urllib.error, urllib.request
                from supervisor import childutils
                from supervisor.states import ProcessStates
                rpc = childutils.getRPCInterface(os.environ)
                def status():
                    try:
                        return urllib.request.urlopen(open('url').read(), timeout=10).status
                    except urllib.error.HTTPError as e:
                        return e.code
                def restart(spec):
                    rpc.supervisor.stopProcess(spec)
                    rpc.supervisor.startProcess(spec)
                while True:
                    headers, payload = childutils.listener.wait(sys.stdin, sys.stdout)
                    if headers['eventname'].startswith('TICK') and os.path.exists('url'):
                        code = status()
                        sys.stderr.write('%s\\n' % code)
                        if code != 200:
                            for info in rpc.supervisor.getAllProcessInfo():
                                if (info['name'] == 'site'
                                        and info['state'] is ProcessStates.RUNNING):
                                    restart('%s:%s' % (info['group'], info['name']))
                    childutils.listener.ok(sys.stdout)
                """);
        tree.supervise(
                """
                [eventlistener:httpok]
                command = %1$s httpok.py
                directory = %%(here)s
                events = TICK_5
                stderr_logfile = %%(here)s/httpok.err
                [program:site]
                command = %1$s site.py
                directory = %%(here)s
                # the listener looks after what is RUNNING, and an event may come at once
                startsecs = 0
                """
                        .formatted(PYTHON));
        tree.await("the site to be well", () -> text("httpok.err").endsWith("200\n"));
        assertEquals("503\n200\n", text("httpok.err"));
        assertEquals(2, tree.log().lines().filter(it -> it.contains("spawned: 'site'")).count());
    }

    @Test
    void anEventThatFailsTooOftenIsDroppedAndTheDaemonIsFatalUntilTheListenerWorks()
            throws Exception {
        Path script =
                executable(
                        "dies.sh",
                        """
                        #!/bin/sh
                        while :; do
                            printf 'READY\\n'
                            IFS= read -r header || exit 0
                            payload=$(dd bs=1 count="${header##* len:}" 2>/dev/null)
                            case $payload in *poison*) exit 1 ;; esac
                            echo "$payload" >>"$1"
                            printf 'RESULT 2\\nOK'
                        done
                        """);
        tree.supervise(
                """
                [eventlistener:fragile]
                command = %s %%(here)s/got
                events = PROCESS_LOG
                event_max_retries = 2
                startsecs = 0
                autorestart = true
                [program:talker]
                command = /bin/sh -c 'echo poison pill; exec sleep 1000'
                stdout_events_enabled = true
                [program:later]
                command = /bin/sh -c 'echo food; exec sleep 1000'
                autostart = false
                stdout_events_enabled = true
                """
                        .formatted(script));
        tree.await("the listener's end", () -> tree.status("fragile").contains("FATAL"));
        String log = tree.log();
        assertTrue(
                log.matches("(?s).* after 2 retries, discarding it: PROCESS_LOG_STDOUT .*poison.*"),
                log);
        assertEquals(3, log.lines().filter(it -> it.contains("spawned: 'fragile'")).count());
        assertTrue(tree.status().contains("can't deliver events to fragile"));
        tree.ctl("start", "fragile", "later");
        tree.await("the next event", () -> text("got").contains("food"));
        assertTrue(!tree.status().contains("can't deliver"));
    }

    @Test
    void listenersAreToldEverythingBeforeTheyAreStopped() throws Exception {
        Path script =
                executable(
                        "slow.sh",
                        """
                        #!/bin/sh
                        while :; do
                            printf 'READY\\n'
                            IFS= read -r header || exit 0
                            payload=$(dd bs=1 count="${header##* len:}" 2>/dev/null)
                            sleep 0.1
                            echo "$header $payload" >>"$1"
                            printf 'RESULT 2\\nOK'
                        done
                        """);
        Process daemon =
                tree.supervise(
                        """
                        [eventlistener:slow]
                        command = %s %%(here)s/got
                        events = PROCESS_STATE_STOPPED
                        buffer_size = 100
                        priority = 2000
                        [program:many]
                        command = /bin/sleep 1000
                        process_name = %%(process_num)02d
                        numprocs = 10
                        startsecs = 0
                        """
                                .formatted(script));
        tree.await(
                "all to run",
                () -> running("many") == 10 && tree.status("slow").contains("RUNNING"));
        daemon.destroy();
        assertTrue(daemon.waitFor(60, TimeUnit.SECONDS));
        assertEquals(10, text("got").lines().count(), tree.log());
        assertTrue(!tree.log().contains("not delivered"), tree.log());
    }

    private Path executable(String name, String text) throws IOException {
        Path script = Files.writeString(folder.resolve(name), text);
        assertTrue(script.toFile().setExecutable(true));
        return script;
    }

    private String text(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private long running(String group) throws Exception {
        try (Stream<String> lines = tree.status(group + ":*").lines()) {
            return lines.filter(line -> line.contains("RUNNING")).count();
        }
    }

    private void assumeChildutils() throws Exception {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), "Python is not installed");
        assumeTrue(
                tree.run(PYTHON, "-c", "import supervisor.childutils").status() == 0,
                "Debian's supervisor is not installed");
    }
}
