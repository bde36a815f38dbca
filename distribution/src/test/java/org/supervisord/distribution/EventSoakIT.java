package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.xmlrpc.client.XmlRpcClient;
import org.apache.xmlrpc.client.XmlRpcClientConfigImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many events through a pool of four, of which one listener is killed every second: none is lost.
 * How many is for {@code -Dsoak.events} to say; a million are told by docs/events.md.
 */
class EventSoakIT extends TreeBench {
    private static final int EVENTS = Integer.getInteger("soak.events", 20_000);
    private static final int LISTENERS = 4;
    private static final int BATCH = 100;
    private static final int MOST_QUEUED = 5_000;
    private static final Duration LONGEST = Duration.ofMinutes(2).plusMillis(EVENTS);
    private static final String PYTHON = "/usr/bin/python3";

    /** Notes each event in a file of its own, with one write, before it says that it has it. */
    private static final String LISTENER =
            """
            import os, sys
            notes = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            unread = b''
            def more():
                data = os.read(0, 65536)
                if not data:
                    sys.exit(0)
                return data
            os.write(1, b'READY\\n')
            while True:
                while b'\\n' not in unread:
                    unread += more()
                header, unread = unread.split(b'\\n', 1)
                length = int(header.rsplit(b':', 1)[1])
                while len(unread) < length:
                    unread += more()
                payload, unread = unread[:length], unread[length:]
                os.write(notes, payload.split(b'\\n')[1] + b'\\n')
                os.write(1, b'RESULT 2\\nOKREADY\\n')
            """;

    private final Random random = new Random(1);
    private final AtomicInteger kills = new AtomicInteger();
    private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
    private URI url;

    @AfterEach
    void end() {
        killer.shutdownNow();
    }

    @Test
    void noEventIsLostHoweverManyListenersAreKilled() throws Exception {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), "Python is not installed");
        start();
        XmlRpcClient client = client();
        XmlRpcClient another = client();
        killer.scheduleAtFixedRate(() -> kill(another), 1, 1, TimeUnit.SECONDS);
        Instant began = Instant.now();
        send(client);
        Map<?, ?> pool =
                awaitPool(client, it -> number(it, "queued") + number(it, "unanswered") == 0);
        Duration took = Duration.between(began, Instant.now());
        killer.shutdownNow();
        assertTrue(killer.awaitTermination(60, TimeUnit.SECONDS));
        long notes = check();
        System.out.printf(
                "soak: %d events in %.1f s, %.0f a second; %d listeners killed, %d events given"
                        + " again, %d noted more than once; sent %d, accepted %d, dropped %d%n",
                EVENTS,
                took.toMillis() / 1000.0,
                EVENTS * 1000.0 / took.toMillis(),
                kills.get(),
                number(pool, "retried"),
                notes - EVENTS,
                number(pool, "sent"),
                number(pool, "accepted"),
                number(pool, "dropped"));
        assertEquals(0, number(pool, "dropped"));
        assertEquals(0, number(pool, "rejected"));
        assertEquals(EVENTS, number(pool, "received"));
        assertEquals(EVENTS, number(pool, "accepted"));
        assertEquals(number(pool, "sent"), EVENTS + number(pool, "retried"));
        assertTrue(notes - EVENTS <= number(pool, "retried"), "given more often than counted");
        if (took.toSeconds() > 5) {
            assertTrue(kills.get() > 0, "no listener was killed");
        }
    }

    private void start() throws Exception {
        Path script = Files.writeString(folder.resolve("listener.py"), LISTENER);
        String address =
                tree.serve(
                        """
                        [eventlistener:soak]
                        command = %s %s %%(here)s/notes.%%(process_num)d
                        process_name = l%%(process_num)d
                        numprocs = %d
                        events = REMOTE_COMMUNICATION
                        buffer_size = %d
                        startsecs = 0
                        autorestart = true
                        stdout_logfile = NONE
                        """
                                .formatted(PYTHON, script, LISTENERS, 2 * MOST_QUEUED));
        url = URI.create(address + "/RPC2");
        tree.await("all listeners", () -> pids(client()).size() == LISTENERS);
    }

    private void send(XmlRpcClient client) throws Exception {
        for (int first = 0; first < EVENTS; first += BATCH) {
            List<Object> calls = new ArrayList<>();
            for (int i = first; i < Math.min(EVENTS, first + BATCH); i++) {
                calls.add(
                        Map.of(
                                "methodName",
                                "supervisor.sendRemoteCommEvent",
                                "params",
                                List.of("soak", Integer.toString(i))));
            }
            for (Object result : (Object[]) call(client, "system.multicall", calls)) {
                assertEquals(true, result);
            }
            awaitPool(client, pool -> number(pool, "queued") <= MOST_QUEUED);
        }
    }

    /** Waits for the pool to be as is asked for, and returns how it is then. */
    private static Map<?, ?> awaitPool(XmlRpcClient client, Predicate<Map<?, ?>> condition)
            throws Exception {
        Instant end = Instant.now().plus(LONGEST);
        Map<?, ?> pool = pool(client);
        while (!condition.test(pool)) {
            assertTrue(Instant.now().isBefore(end), "too slow: " + pool);
            LockSupport.parkNanos(5_000_000);
            pool = pool(client);
        }
        return pool;
    }

    /** Ends a listener as nobody can expect. */
    private void kill(XmlRpcClient client) {
        try {
            List<Integer> pids = pids(client);
            if (!pids.isEmpty()) {
                int pid = pids.get(random.nextInt(pids.size()));
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                kills.incrementAndGet();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Integer> pids(XmlRpcClient client) throws Exception {
        List<Integer> pids = new ArrayList<>();
        for (Object info : (Object[]) call(client, "supervisor.getAllProcessInfo", List.of())) {
            int pid = number((Map<?, ?>) info, "pid");
            if (pid != 0) {
                pids.add(pid);
            }
        }
        return pids;
    }

    /** That each event was noted; returns how many notes there are. */
    private long check() throws IOException {
        BitSet seen = new BitSet(EVENTS);
        long notes = 0;
        for (int i = 0; i < LISTENERS; i++) {
            Path file = folder.resolve("notes." + i);
            try (Stream<String> lines = Files.lines(file)) {
                for (String line : (Iterable<String>) lines::iterator) {
                    seen.set(Integer.parseInt(line));
                    notes++;
                }
            }
        }
        assertEquals(EVENTS, seen.nextClearBit(0), "the first event that was lost");
        assertEquals(EVENTS, seen.cardinality());
        return notes;
    }

    private static Map<?, ?> pool(XmlRpcClient client) throws Exception {
        return (Map<?, ?>) client.execute("daemon.getEventPoolInfo", List.of("soak"));
    }

    private static int number(Map<?, ?> info, String member) {
        return (Integer) info.get(member);
    }

    private static Object call(XmlRpcClient client, String method, List<?> parameters)
            throws Exception {
        return client.execute(
                method, method.equals("system.multicall") ? List.of(parameters) : parameters);
    }

    private XmlRpcClient client() throws Exception {
        XmlRpcClientConfigImpl configuration = new XmlRpcClientConfigImpl();
        configuration.setServerURL(url.toURL());
        XmlRpcClient client = new XmlRpcClient();
        client.setConfig(configuration);
        return client;
    }
}
