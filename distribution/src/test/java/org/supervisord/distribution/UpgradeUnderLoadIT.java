package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Upgrades in a row while 40 programs run, some of them writing as fast as they can, and clients
 * and kills come at random. How many is {@code -Dupgrades}.
 */
class UpgradeUnderLoadIT extends TreeBench {
    private static final int UPGRADES = Integer.getInteger("upgrades", 50);
    private static final int VICTIMS = 6;

    private volatile boolean ending;
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();
    private int requests;
    private int tails;

    @AfterEach
    void end() throws InterruptedException {
        ending = true;
        tree.close();
        for (Thread client : clients) {
            client.join();
        }
    }

    @Test
    void nothingIsLostDoubledOrRefused() throws Exception {
        tree.supervise(programs());
        tree.await("the programs", () -> tree.running() == 41);
        List<String> before = pids();
        client(this::asksOnNewConnections);
        client(this::asksOnOneConnection);
        client(this::followsALog);
        Random random = new Random(12);
        int kills = 0;
        int descriptors = 0;
        for (int i = 0; i < UPGRADES; i++) {
            for (int victim = 0; victim < VICTIMS; victim++) {
                kills += random.nextInt(3) == 0 ? kill("victim_" + victim) : 0;
            }
            tree.upgrade();
            if (i == 0) {
                descriptors = tree.descriptors();
            }
        }
        ending = true;
        for (Thread client : clients) {
            client.join();
        }
        int dead = kills;
        tree.await("all exits", () -> exits() == dead);
        assertEquals(List.of(), List.copyOf(refusals));
        assertTrue(requests > UPGRADES && tails > UPGRADES / 2, requests + " and " + tails);
        assertEquals(before, pids(), "no program was restarted but those that were killed");
        assertEquals(0, tree.count("reaped unknown pid"));
        tree.await(
                "that nobody hurries any more",
                () -> niceness().equals(Set.of(tree.run("nice").output().strip())));
        int most = descriptors;
        tree.await("as few descriptors as before", () -> tree.descriptors() <= most);
        tree.ctl("stop", "fast:*", "slow:*");
        for (String log : logs()) {
            Counting.assertComplete(folder.resolve(log));
        }
        assertEventsAreComplete();
        report();
    }

    private String programs() {
        return """
                [eventlistener:notes]
                command = %s %%(here)s/notes
                events = PROCESS_STATE,PROCESS_COMMUNICATION
                payload_length = bytes
                buffer_size = 10000
                [program:fast]
                command = %s
                numprocs = 4
                process_name = %%(program_name)s_%%(process_num)d
                stdout_logfile = %%(here)s/%%(program_name)s_%%(process_num)d.out
                stdout_logfile_maxbytes = 0
                [program:slow]
                command = %s
                numprocs = 29
                process_name = %%(program_name)s_%%(process_num)d
                stdout_logfile = %%(here)s/%%(program_name)s_%%(process_num)d.out
                [program:victim]
                command = sleep 100000
                numprocs = %d
                process_name = %%(program_name)s_%%(process_num)d
                startsecs = 0
                autorestart = true
                [program:talker]
                command = /bin/sh -c 'i=0; while :; do i=$((i+1)); \
                printf "<!--XSUPERVISOR:BEGIN-->message $i<!--XSUPERVISOR:END-->"; sleep 0.1; done'
                stdout_capture_maxbytes = 1MB
                """
                .formatted(
                        Tree.file("examples/notes.sh"),
                        Counting.command(""),
                        Counting.command("sleep 0.3;"),
                        VICTIMS);
    }

    private static List<String> logs() {
        List<String> logs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            logs.add("fast_" + i + ".out");
        }
        for (int i = 0; i < 29; i++) {
            logs.add("slow_" + i + ".out");
        }
        return logs;
    }

    private List<String> pids() throws Exception {
        return tree.status()
                .lines()
                .filter(line -> !line.startsWith("victim"))
                .map(line -> line.replaceAll("uptime.*", ""))
                .toList();
    }

    /** How nice the threads of the daemon and its programs are. */
    private Set<String> niceness() throws Exception {
        Set<String> all = Tree.niceness(tree.ctl("pid").output().strip());
        for (String pid : tree.ctl("pid", "all").output().lines().toList()) {
            all.addAll(Tree.niceness(pid));
        }
        return all;
    }

    private int kill(String name) throws Exception {
        String pid = tree.pid("victim:" + name);
        if (!pid.matches("[1-9]\\d*")) {
            return 0;
        }
        // within the next second or so: before, while and after the daemon is replaced
        tree.run(
                "/bin/sh",
                "-c",
                "(sleep 0."
                        + pid.charAt(pid.length() - 1)
                        + "; kill -9 "
                        + pid
                        + ") >/dev/null 2>&1 &");
        return 1;
    }

    private int exits() {
        return tree.count("exited: victim_\\d \\(terminated by SIGKILL; not expected\\)");
    }

    /** Something that asks until it is told to end. */
    private interface Client {
        void run() throws IOException;
    }

    private void client(Client client) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                client.run();
                            } catch (IOException | RuntimeException e) {
                                refusals.add(e.toString());
                            }
                        });
        thread.start();
        clients.add(thread);
    }

    private void asksOnNewConnections() throws IOException {
        while (!ending) {
            try (SocketChannel channel = connect()) {
                ask(channel);
                requests++;
            }
        }
    }

    private void asksOnOneConnection() throws IOException {
        try (SocketChannel channel = connect()) {
            while (!ending) {
                ask(channel);
            }
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(folder.resolve("supervisor.sock")));
        return channel;
    }

    private static void ask(SocketChannel channel) throws IOException {
        String call =
                "<?xml version='1.0'?><methodCall><methodName>supervisor.getState</methodName>"
                        + "<params/></methodCall>";
        write(
                channel,
                "POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\n"
                        + "Content-Length: "
                        + call.length()
                        + "\r\n\r\n"
                        + call);
        String answer = "";
        while (!answer.contains("</methodResponse>")) {
            String more = read(channel);
            if (more.isEmpty()) {
                throw new IOException("no answer but " + answer);
            }
            answer += more;
        }
        if (!answer.startsWith("HTTP/1.1 200 ") || !answer.contains("RUNNING")) {
            throw new IOException(answer);
        }
    }

    private void followsALog() throws IOException {
        while (!ending) {
            try (SocketChannel channel = connect()) {
                write(channel, "GET /logtail/slow:slow_0 HTTP/1.1\r\nHost: localhost\r\n\r\n");
                String end = "";
                for (String more = read(channel); !more.isEmpty(); more = read(channel)) {
                    end = (end + more).substring(Math.max(0, end.length() + more.length() - 5));
                    if (ending) {
                        return;
                    }
                }
                if (!end.equals("0\r\n\r\n")) {
                    throw new IOException("a log that is followed ended with " + end);
                }
                tails++;
            }
        }
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String read(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        return channel.read(buffer) < 0
                ? ""
                : StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString();
    }

    /** Every event has a number; messages count as well. */
    private void assertEventsAreComplete() throws IOException {
        tree.await("an event after all", () -> Files.size(folder.resolve("notes")) > 0);
        Pattern number = Pattern.compile("poolserial:(\\d+) ");
        long serial = 0;
        long message = 1;
        for (String line : Files.readAllLines(folder.resolve("notes"))) {
            Matcher matcher = number.matcher(line);
            if (matcher.find()) {
                assertEquals(serial++, Long.parseLong(matcher.group(1)), line);
            } else if (line.startsWith("message")) {
                assertEquals("message " + message++, line);
            }
        }
        assertTrue(serial > 100 && message > UPGRADES, serial + " and " + message);
    }

    private void report() throws IOException {
        Matcher gaps = Pattern.compile("nobody was served for (\\d+) ms").matcher(tree.log());
        long[] sorted =
                gaps.results().mapToLong(it -> Long.parseLong(it.group(1))).sorted().toArray();
        assertEquals(UPGRADES, sorted.length);
        String line =
                "%d upgrades on Java %s%s: gap p50 %d ms, p99 %d ms, longest %d ms; %d requests%n"
                        .formatted(
                                sorted.length,
                                System.getProperty("java.version"),
                                Tree.hasCache() ? "" : " without its start-up cache",
                                sorted[sorted.length / 2],
                                sorted[(int) Math.ceil(sorted.length * 0.99) - 1],
                                Arrays.stream(sorted).max().orElse(0),
                                requests);
        Files.writeString(Path.of("target/upgrades.txt"), line);
    }
}
