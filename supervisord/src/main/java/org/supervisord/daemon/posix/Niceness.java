package org.supervisord.daemon.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much this process gives way to others when all want a processor, from 19 (always) to -20
 * (hardly). Source: setpriority(2), which on Linux is about threads, and sched_setattr(2).
 */
public final class Niceness {
    private static final int PRIO_PROCESS = 0;

    /** With it a thread gets 87 times the time of one with 0, where both want all of it. */
    private static final int LEAST = -20;

    private static final int SCHED_OTHER = 0;

    // what sched_getscheduler(2) adds
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;

    private static final long RESET_ON_FORK = 1;

    // struct sched_attr
    private static final int SIZE = 48;
    private static final int FLAGS = 8;
    private static final int NICE = 16;

    private Niceness() {}

    /** That of the calling thread. */
    public static int current() {
        return LibC.getpriority(PRIO_PROCESS, 0);
    }

    /**
     * Gives the calling thread, and what it starts or becomes, precedence over others; nothing
     * comes of it for any user but root.
     */
    public static void hurry() {
        set(LEAST, false);
    }

    /**
     * Gives the calling thread precedence over others, but nothing that it starts. Nothing comes of
     * it for any user but root, nor for a process that was told to give way more or less than
     * others do.
     */
    public static void hurryAlone() {
        // what it starts gets 0, whatever it had before
        if (current() == 0) {
            set(LEAST, true);
        }
    }

    /** Sets that of the calling thread, and what it starts from now on has the same. */
    public static void restoreOwn(int niceness) {
        set(niceness, false);
    }

    /** Nothing comes of it where the system does not allow it. */
    private static void set(int niceness, boolean alone) {
        int number =
                switch (System.getProperty("os.arch")) {
                    case "amd64", "x86_64" -> 314;
                    case "aarch64" -> 274;
                    default -> -1;
                };
        if (number < 0 || (LibC.sched_getscheduler(0) & ~SCHED_RESET_ON_FORK) != SCHED_OTHER) {
            return;
        }
        try (Memory attributes = LibC.zeroed(SIZE)) {
            attributes.setInt(0, SIZE);
            attributes.setLong(FLAGS, alone ? RESET_ON_FORK : 0);
            attributes.setInt(NICE, niceness);
            LibC.syscall(number, 0, Pointer.nativeValue(attributes), 0);
        }
    }

    /**
     * Sets that of all threads that there are.
     *
     * @throws IllegalStateException when they can't be listed
     */
    public static void restore(int niceness) {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                int id = Integer.parseInt(thread.getFileName().toString());
                // one that is gone by now needs none
                LibC.setpriority(PRIO_PROCESS, id, niceness);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new IllegalStateException("can't list /proc/self/task", e);
        }
    }
}
