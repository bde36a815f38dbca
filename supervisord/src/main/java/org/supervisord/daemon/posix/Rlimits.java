package org.supervisord.daemon.posix;

import java.util.Optional;

/** How many descriptors and processes the daemon may have, and its programs after it. */
public final class Rlimits {
    private static final long UNLIMITED = -1;

    /** A limit of the system. Source: getrlimit(2). */
    public enum Resource {
        NOFILE(7),
        NPROC(6);

        private final int number;

        Resource(int number) {
            this.number = number;
        }
    }

    private Rlimits() {}

    /** A limit that can't be as high as it must be. */
    public static final class TooLow extends Exception {
        private static final long serialVersionUID = 1L;
        private final long hard;

        TooLow(long hard) {
            this.hard = hard;
        }

        /** The hard limit that would have been set. */
        public long hard() {
            return hard;
        }
    }

    /** What this process may have at present; {@link Long#MAX_VALUE} where there is no limit. */
    public static long get(Resource resource) {
        long[] limit = new long[2];
        LibC.getrlimit(resource.number, limit);
        return limit[0] == UNLIMITED ? Long.MAX_VALUE : limit[0];
    }

    /**
     * Raises a limit if it is lower than it must be.
     *
     * @return whether it was raised, in words for the log
     */
    public static Optional<String> raise(Resource resource, int least) throws TooLow {
        long[] limit = new long[2];
        LibC.getrlimit(resource.number, limit);
        if (limit[0] == UNLIMITED || limit[0] >= least) {
            return Optional.empty();
        }
        long hard = limit[1] != UNLIMITED && limit[1] < least ? least : limit[1];
        if (LibC.setrlimit(resource.number, new long[] {least, hard}) != 0) {
            throw new TooLow(hard);
        }
        return Optional.of("Increased RLIMIT_" + resource + " limit to " + least);
    }
}
