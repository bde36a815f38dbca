package org.supervisord.daemon.posix;

/** For tests: what the C library takes for the time zone. */
public final class TimeZoneOfProcess {
    private static final byte[] NAME = LibC.cString("TZ");

    private TimeZoneOfProcess() {}

    /** Runs something with rules as in the environment's TZ. */
    public static void during(String rules, Runnable test) {
        String before = System.getenv("TZ");
        set(rules);
        try {
            test.run();
        } finally {
            set(before);
        }
    }

    private static void set(String rules) {
        if (rules == null) {
            LibC.unsetenv(NAME);
        } else {
            LibC.setenv(NAME, LibC.cString(rules), 1);
        }
        LibC.tzset();
    }
}
