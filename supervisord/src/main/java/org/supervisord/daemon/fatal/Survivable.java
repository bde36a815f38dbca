package org.supervisord.daemon.fatal;

/** Which failures of code that is not the daemon's own it goes on after. */
public final class Survivable {
    private Survivable() {}

    /**
     * Throws a failure after which nothing can be relied on: there is no memory left, or the JVM
     * itself failed. That others' code recurses without end is their mistake only.
     */
    public static void orThrow(Throwable failure) {
        if (failure instanceof VirtualMachineError error
                && !(error instanceof StackOverflowError)) {
            throw error;
        }
    }
}
