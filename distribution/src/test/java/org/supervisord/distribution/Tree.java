package org.supervisord.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The runnable tree, and what is started from it in a folder of a test's own. */
final class Tree {
    private static final Path HOME = Path.of(System.getProperty("supervisord.tree"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    /** A configuration around some programs, with a Unix socket. */
    Path configure(String programs) throws IOException {
        return Files.writeString(
                folder.resolve("supervisord.conf"),
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

    /** What an action of a client says. */
    Outcome ctl(String client, String... action) throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(
                        List.of(client, "-c", folder.resolve("supervisord.conf").toString()));
        words.addAll(List.of(action));
        return run(words.toArray(String[]::new));
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
