package org.supervisord.config;

/** How much the activity log tells, from the most to the least. */
public enum LogLevel {
    BLATHER(3, "BLAT"),
    TRACE(5, "TRAC"),
    DEBUG(10, "DEBG"),
    INFO(20, "INFO"),
    WARN(30, "WARN"),
    ERROR(40, "ERRO"),
    CRITICAL(50, "CRIT");

    private final int severity;
    private final String tag;

    LogLevel(int severity, String tag) {
        this.severity = severity;
        this.tag = tag;
    }

    /** Larger is graver. */
    public int severity() {
        return severity;
    }

    /** The four letters that a line of this level carries. */
    public String tag() {
        return tag;
    }
}
