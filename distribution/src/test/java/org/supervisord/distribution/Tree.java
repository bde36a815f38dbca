package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The runnable tree, and what is started from it in a folder of a test's own. */
final class Tree {
    private static final Path HOME = Path.of(System.getProperty("supervisord.tree"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String DAEMON = program("supervisord");

    private final Path folder;
    private Process daemon;

    /** What a command has said, and how it ended. */
    record Outcome(int status, String output) {}

    Tree(Path folder) {
        this.folder = folder;
    }

    static String program(String name) {
        return file("bin/" + name);
    }

    /** A file of the tree, by its path from there. */
    static String file(String path) {
        return HOME.resolve(path).toString();
    }

    /** Whether there is a start-up cache for these programs and the Java that runs. */
    static boolean hasCache() throws IOException {
        String id = Files.readString(HOME.resolve("lib/build-id")).strip();
        String build = System.getProperty("java.runtime.version");
        return Files.isDirectory(HOME.resolve("cache").resolve(id).resolve(build));
    }

    /** How nice the threads of a process are. */
    static Set<String> niceness(String pid) throws IOException {
        Set<String> all = new TreeSet<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                String afterName =
                        Files.readString(thread.resolve("stat")).replaceFirst(".*\\) ", "");
                all.add(afterName.split(" ")[16]);
            }
        }
        return all;
    }

    /** A tree of one's own, without the start-up caches, which are for the one that there is. */
    static Path copy(Path to) throws IOException {
        try (Stream<Path> all = Files.walk(HOME)) {
            for (Path it : (Iterable<Path>) all::iterator) {
                Path there = to.resolve(HOME.relativize(it).toString());
                if (Files.isDirectory(it)) {
                    Files.createDirectories(there);
                } else if (!it.startsWith(HOME.resolve("cache"))) {
                    Files.copy(it, there, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return to;
    }

    /** A port that nobody listens at, on the loopback address. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The section of a server at a port of the loopback address. */
    static String server(int port) {
        return "[inet_http_server]\nport = 127.0.0.1:" + port + "\n";
    }

    /** A script that has these words execute the daemon. */
    Path launcher(String words) throws IOException {
        return script("launch", "exec " + words + " " + DAEMON + " \"$@\"");
    }

    /** A script of a line, in the test's folder. */
    Path script(String name, String line) throws IOException {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + line + "\n");
        assertTrue(script.toFile().setExecutable(true));
        return script;
    }

    /** The same for the first process of a container; the test is skipped if there can be none. */
    Path launcherOfFirstProcess() throws IOException, InterruptedException {
        assumeTrue(
                run("/bin/sh", "-c", "unshare -pf --mount-proc true").status() == 0,
                "there are no namespaces to be had here");
        return launcher("unshare -pf --mount-proc --kill-child");
    }

    /** Where the configuration is. */
    Path configuration() {
        return folder.resolve("supervisord.conf");
    }

    /** A configuration around some programs, with a Unix socket. */
    Path configure(String programs) throws IOException {
        return Files.writeString(
                configuration(),
                """
                [supervisord]
                nodaemon = true
                logfile = %(here)s/supervisord.log
                pidfile = %(here)s/supervisord.pid
                childlogdir = %(here)s
                [unix_http_server]
                file = %(here)s/supervisor.sock
                [supervisorctl]
                serverurl = unix://%(here)s/supervisor.sock
                [rpcinterface:supervisor]
                supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
                """
                        + programs);
    }

    /** The same for a daemon in the background, with more keys of its own. */
    Path configureBackground(String keys, String programs) throws IOException {
        String foreground = Files.readString(configure(programs));
        return Files.writeString(configuration(), foreground.replace("nodaemon = true\n", keys));
    }

    /** Starts the daemon with a configuration around some programs. */
    Process supervise(String programs) throws IOException {
        return start(DAEMON, configure(programs));
    }

    /** The same with a server at a port that is free, whose address it gives. */
    String serve(String programs) throws IOException {
        int port = freePort();
        supervise(server(port) + programs);
        return "http://127.0.0.1:" + port;
    }

    /** Starts the daemon with a configuration around some programs, and waits until it answers. */
    Process answering(String programs) throws IOException {
        return answering(DAEMON, programs);
    }

    /** The same with another daemon. */
    Process answering(String program, String programs) throws IOException {
        Process started = start(program, configure(programs));
        await("the daemon", () -> ctl("pid").status() == 0);
        return started;
    }

    Process start(String program, Path configuration) throws IOException {
        daemon =
                new ProcessBuilder(program, "-n", "-c", configuration.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start();
        return daemon;
    }

    Outcome run(String... words) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "out", ".txt");
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end: " + List.of(words));
        }
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    /** What an action of the client says. */
    Outcome ctl(String... action) throws IOException, InterruptedException {
        return client(program("supervisorctl"), action);
    }

    /** What an action of some client says. */
    Outcome client(String client, String... action) throws IOException, InterruptedException {
        return run(words(client, action).toArray(String[]::new));
    }

    /** The client with an action that is not waited for; what it says is in the file "client". */
    Process inTheBackground(String... action) throws IOException {
        List<String> words = words(program("supervisorctl"), action);
        // who runs the tests behind nohup(1) or a shell's ampersand has these ignored
        words.addAll(0, List.of("env", "--default-signal=INT,HUP"));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folder.resolve("client").toFile()))
                .start();
    }

    private List<String> words(String client, String... action) {
        List<String> words = new ArrayList<>(List.of(client, "-c", configuration().toString()));
        words.addAll(List.of(action));
        return words;
    }

    /** What the client says of the state of processes; without names, of all. */
    String status(String... names) throws IOException, InterruptedException {
        return ctl(Stream.concat(Stream.of("status"), Stream.of(names)).toArray(String[]::new))
                .output();
    }

    /** How many processes the client says are RUNNING. */
    long running() throws IOException, InterruptedException {
        return status().lines().filter(line -> line.contains("RUNNING")).count();
    }

    /** The pid of a process, as the client tells it. */
    String pid(String name) throws IOException, InterruptedException {
        return ctl("pid", name).output().strip();
    }

    /** Replaces the daemon, which must succeed. */
    void upgrade() throws IOException, InterruptedException {
        Outcome outcome = ctl("upgrade");
        assertTrue(
                outcome.output()
                        .matches("Upgraded supervisord from \\S+ to \\S+, .* for \\d+ ms\n"),
                outcome.output());
        assertEquals(0, outcome.status());
    }

    /** Ends a daemon in the background. */
    void shutDown() throws IOException, InterruptedException {
        ctl("shutdown");
        await(
                "its end",
                () ->
                        !Files.exists(folder.resolve("supervisord.pid"))
                                && !Files.exists(folder.resolve("supervisor.sock")));
    }

    /** How many descriptors the daemon has open. */
    int descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/" + daemon.pid() + "/fd"))) {
            return (int) all.count();
        }
    }

    /** In how many lines of the log there is something that matches. */
    int count(String pattern) {
        return (int) log().lines().filter(it -> it.matches(".*" + pattern + ".*")).count();
    }

    /** What is in a file of the test's folder; nothing if there is none. */
    String text(String file) throws IOException {
        try {
            return Files.readString(folder.resolve(file));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    String log() {
        try {
            return Files.readString(folder.resolve("supervisord.log"));
        } catch (IOException e) {
            return "";
        }
    }

    String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    void await(String what, Condition condition) {
        Instant end = Instant.now().plus(PATIENCE);
        BooleanSupplier holds =
                () -> {
                    try {
                        return condition.holds();
                    } catch (Exception e) {
                        return false;
                    }
                };
        while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("waited in vain for " + what + "; the log:\n" + log());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Something to wait for. */
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Ends the daemon, if the test has not, and with it all of its programs. */
    void close() throws InterruptedException {
        if (daemon != null && daemon.isAlive()) {
            List<ProcessHandle> family = daemon.descendants().toList();
            daemon.destroy();
            if (!daemon.waitFor(30, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
                family.forEach(ProcessHandle::destroyForcibly);
            }
        }
    }
}
