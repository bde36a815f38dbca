package org.supervisord.daemon.posix;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/**
 * How long a thread runs at a time when others want to. One that asks for little at a time gets its
 * turn sooner: Linux 6.12 and later let it ask, others take no notice. Source: sched_setattr(2).
 */
public final class ThreadSlice {
    private static final int SCHED_OTHER = 0;
    private static final long RESET_ON_FORK = 1;
    private static final int PRIO_PROCESS = 0;

    // struct sched_attr
    private static final int SIZE = 48;
    private static final int FLAGS = 8;
    private static final int NICE = 16;
    private static final int RUNTIME = 24;

    private static final long SHORT_NANOS = 100_000;

    private ThreadSlice() {}

    /**
     * Has the calling thread run for a short time at a time; what it starts does not inherit it.
     */
    public static void shorten() {
        int number =
                switch (System.getProperty("os.arch")) {
                    case "amd64", "x86_64" -> 314;
                    case "aarch64" -> 274;
                    default -> -1;
                };
        int nice = LibC.getpriority(PRIO_PROCESS, 0);
        // a niceness below zero would not be inherited any more either
        if (number < 0 || nice < 0 || LibC.sched_getscheduler(0) != SCHED_OTHER) {
            return;
        }
        try (Memory attributes = LibC.zeroed(SIZE)) {
            attributes.setInt(0, SIZE);
            attributes.setLong(FLAGS, RESET_ON_FORK);
            attributes.setInt(NICE, nice);
            attributes.setLong(RUNTIME, SHORT_NANOS);
            LibC.syscall(
                    new NativeLong(number),
                    new NativeLong(0),
                    new NativeLong(Pointer.nativeValue(attributes)),
                    new NativeLong(0));
        }
    }
}
