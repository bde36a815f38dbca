package org.supervisord.ctl.shell;

/** Does what lines say, one after the other. */
interface Lines {
    /** Does what a line says. Whatever goes wrong is printed. */
    void run(String line);

    /** Gives up what is being done, from any thread. */
    void interrupt();

    /** Whether the last line was to leave the shell. */
    boolean isLeft();
}
