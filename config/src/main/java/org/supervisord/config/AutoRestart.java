package org.supervisord.config;

/** Whether a program that ended by itself after it had been running is started again. */
public enum AutoRestart {
    ALWAYS,
    NEVER,
    /** Only after an exit code that is not among {@code exitcodes}. */
    UNEXPECTED
}
