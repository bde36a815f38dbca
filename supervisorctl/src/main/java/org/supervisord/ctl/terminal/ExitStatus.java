package org.supervisord.ctl.terminal;

/** What the program ends with. Source: the Linux Standard Base, for init scripts. */
public final class ExitStatus {
    /** All was done. */
    public static final int SUCCESS = 0;

    /** Something went wrong. */
    public static final int GENERIC = 1;

    /** It was not said in the right way what is to be done. */
    public static final int INVALID_ARGUMENTS = 2;

    /** The server knows no way to do it. */
    public static final int UNIMPLEMENTED = 3;

    /** The server's socket has refused the connection. */
    public static final int INSUFFICIENT_PRIVILEGES = 4;

    /** The server speaks another version of the interface. */
    public static final int NOT_INSTALLED = 5;

    /** The server or a process is not running. */
    public static final int NOT_RUNNING = 7;

    /** Of {@code status}, when a process is not running. */
    public static final int STATUS_NOT_RUNNING = 3;

    /** Of {@code status}, when it can't be told. */
    public static final int STATUS_UNKNOWN = 4;

    /** When some of the output was lost, as Python's. */
    public static final int OUTPUT_LOST = 120;

    private ExitStatus() {}
}
