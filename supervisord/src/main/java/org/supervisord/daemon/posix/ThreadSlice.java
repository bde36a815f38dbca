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

    // what sched_getscheduler(2) adds
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;

    private static final long RESET_ON_FORK = 1;

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
        int nice = Niceness.current();
        // a niceness below zero would not be inherited any more either
        if (nice >= 0) {
            set(RESET_ON_FORK, nice, SHORT_NANOS);
        }
    }

    /**
     * Has the calling thread run as long at a time as others do; nothing comes of it where the
     * system does not allow it.
     *
     * @param nice how much it gives way to others from now on
     * @param alone whether what it starts is to have a niceness of 0 rather than this one
     */
    static void reset(int nice, boolean alone) {
        set(alone ? RESET_ON_FORK : 0, nice, 0);
    }

    private static void set(long flags, int nice, long nanos) {
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
            attributes.setLong(FLAGS, flags);
            attributes.setInt(NICE, nice);
            attributes.setLong(RUNTIME, nanos);
            LibC.syscall(
                    new NativeLong(number),
                    new NativeLong(0),
                    new NativeLong(Pointer.nativeValue(attributes)),
                    new NativeLong(0));
        }
    }
}
