package org.supervisord.ctl.terminal;

/** What the program ends with. Source: the Linux Standard Base, for init scripts. */
public final class ExitStatus {
    public static final int SUCCESS = 0;
    public static final int GENERIC = 1;
    public static final int INVALID_ARGUMENTS = 2;
    public static final int UNIMPLEMENTED = 3;
    public static final int INSUFFICIENT_PRIVILEGES = 4;
    public static final int NOT_INSTALLED = 5;
    public static final int NOT_RUNNING = 7;

    /** Of {@code status}, when a process is not running. */
    public static final int STATUS_NOT_RUNNING = 3;

    /** Of {@code status}, when it can't be told. */
    public static final int STATUS_UNKNOWN = 4;

    /** When some of the output was lost, as Python's. */
    public static final int OUTPUT_LOST = 120;

    private ExitStatus() {}
}
