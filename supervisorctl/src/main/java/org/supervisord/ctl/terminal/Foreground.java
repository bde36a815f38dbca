package org.supervisord.ctl.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who has the terminal. The kernel stops a program in the background that changes it: another one
 * goes by how it is. Source: tcsetpgrp(3).
 */
final class Foreground {
    private static final Path STATUS = Path.of("/proc/self/stat");

    // behind the name: proc_pid_stat(5)
    private static final int GROUP = 2;
    private static final int GROUP_IN_FRONT = 5;

    private Foreground() {}

    /** Whether this program has its terminal, or has none that anybody else could have. */
    static boolean isOurs() {
        try {
            return isOurs(Files.readString(STATUS, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return true;
        }
    }

    /** The same for the status of a process, as the kernel tells it. */
    static boolean isOurs(String status) {
        String[] fields = status.substring(status.lastIndexOf(')') + 2).split(" ");
        String inFront = fields[GROUP_IN_FRONT];
        return inFront.equals(fields[GROUP]) || inFront.equals("-1");
    }
}
