package org.supervisord.common;

/**
 * A thread that goes ahead of the first one and does what takes long when it is done for the first
 * time. Nothing depends on it: who needs something earlier waits for it, or does it.
 */
public final class HeadStart {
    private HeadStart() {}

    /** Begins with these, one after the other. What fails is left to those who need it. */
    public static void with(Runnable... steps) {
        Thread thread =
                new Thread(
                        () -> {
                            for (Runnable step : steps) {
                                tried(step);
                            }
                        },
                        "head start");
        thread.setDaemon(true);
        tried(thread::start);
    }

    private static void tried(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            // even an error is of no concern here: who needs it meets it again, and can be told
        }
    }
}
