package org.supervisord.daemon.rpc;

/** Numbers for a protocol whose integers have 32 bits. */
final class Numbers {
    private Numbers() {}

    /** The number, or the nearest one that can be sent. */
    static int capped(long number) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
    }
}
