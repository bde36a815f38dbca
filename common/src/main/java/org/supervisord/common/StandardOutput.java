package org.supervisord.common;

import java.io.PrintStream;

/** The end of what a program says on its standard output: its loss must not look like success. */
public final class StandardOutput {
    /** The exit status when it was lost. Source: that of Python's interpreter. */
    public static final int LOST = 120;

    private StandardOutput() {}

    /**
     * Writes out what was printed.
     *
     * @param out the standard output
     * @param errors told when something printed could not be written
     * @param status with which the program would exit
     * @return the status with which it is to exit
     */
    public static int flushed(PrintStream out, PrintStream errors, int status) {
        if (!out.checkError()) {
            return status;
        }
        errors.print("Error: can't write the output\n");
        errors.flush();
        return LOST;
    }
}
