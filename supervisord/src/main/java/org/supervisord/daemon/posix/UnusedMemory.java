package org.supervisord.daemon.posix;

/** Memory that the process has taken from the system and needs no longer. */
public final class UnusedMemory {
    private UnusedMemory() {}

    /**
     * Gives it back: that of objects, as far as the JVM was told to (by the launcher), and that of
     * the C library. Takes some ten milliseconds.
     */
    public static void giveBack() {
        System.gc();
        LibC.malloc_trim(0);
    }
}
