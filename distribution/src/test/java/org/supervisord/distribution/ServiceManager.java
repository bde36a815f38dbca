package org.supervisord.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A service manager that writes down what it is told, as systemd would hear it. */
final class ServiceManager {
    private static final String MANAGER =
            """
            import os, socket, time
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind("notify")
            while True:
                text = s.recv(65536).decode().replace("\\n", " | ")
                with open("heard", "a") as heard:
                    print(time.monotonic_ns() // 1000, text, file=heard)
            """;

    private final Path folder;
    private final Process process;

    /** Listens in a folder, soon. */
    ServiceManager(Path folder) throws IOException {
        this.folder = folder;
        process =
                new ProcessBuilder("python3", "-c", MANAGER)
                        .directory(folder.toFile())
                        .inheritIO()
                        .start();
    }

    /** Where it listens. */
    Path socket() {
        return folder.resolve("notify");
    }

    void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** A program that starts another one with these variables, and its arguments. */
    String launcher(String program, String variables) throws IOException {
        Path launcher =
                Files.writeString(
                        folder.resolve("launch"),
                        "#!/bin/sh\nexec env NOTIFY_SOCKET=%s %s %s \"$@\"\n"
                                .formatted(socket(), variables, program));
        if (!launcher.toFile().setExecutable(true)) {
            throw new IOException("can't make it executable: " + launcher);
        }
        return launcher.toString();
    }

    /** What was heard, each line with the time in microseconds before it. */
    List<String> lines() throws IOException {
        Path heard = folder.resolve("heard");
        return Files.exists(heard) ? Files.readAllLines(heard) : List.of();
    }

    List<String> messages() throws IOException {
        return lines().stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
    }

    boolean heard(String words) throws IOException {
        return lines().stream().anyMatch(line -> line.contains(words));
    }

    /** How many messages begin with these words. */
    long count(String words) throws IOException {
        return messages().stream().filter(it -> it.startsWith(words)).count();
    }
}
