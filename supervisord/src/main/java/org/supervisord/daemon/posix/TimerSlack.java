package org.supervisord.daemon.posix;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * How late a thread may be woken up by a timer. Two threads of the JVM wake up every five seconds
 * to see whether there is something to do, for which no option is known; how late they do it is of
 * no consequence, and those who give them work wake them without a timer. Source: timerslack_ns in
 * proc_pid(5).
 */
public final class TimerSlack {
    /** By the names that the system knows them by, of at most 15 bytes. */
    private static final Set<String> PATIENT = Set.of("C1 CompilerThre", "VM Periodic Tas");

    private static final String NANOS = Long.toString(60_000_000_000L);

    private final Path processes;

    /** The threads below a folder as /proc is. */
    TimerSlack(Path processes) {
        this.processes = processes;
    }

    /** The threads of this process. */
    public TimerSlack() {
        this(Path.of("/proc"));
    }

    /** Allows the JVM's own threads to sleep on. Nothing comes of it for any user but root. */
    public void allowToTheJvm() {
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(processes.resolve("self/task"))) {
            threads.forEach(this::allow);
        } catch (IOException | DirectoryIteratorException e) {
            // they wake up as before
        }
    }

    private void allow(Path thread) {
        try {
            if (PATIENT.contains(Files.readString(thread.resolve("comm")).strip())) {
                Path slack = processes.resolve(thread.getFileName()).resolve("timerslack_ns");
                Files.writeString(slack, NANOS);
            }
        } catch (IOException e) {
            // it may not be allowed, and the thread may be gone: it wakes up as before
        }
    }
}
