package org.supervisord.daemon.loop;

/** The two times there are. Handed in, so that a test can own them. */
public interface Clock {
    /** Time that never jumps, in nanoseconds from an arbitrary start. For every deadline. */
    long nanos();

    /** Time of day in milliseconds since 1970. For what is shown, and nothing else. */
    long wallMillis();

    /** The machine's clocks. */
    static Clock system() {
        return new Clock() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public long wallMillis() {
                return System.currentTimeMillis();
            }
        };
    }
}
