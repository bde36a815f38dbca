package org.supervisord.common;

/** What a finished child tells its parent. Source: waitpid(2). */
public sealed interface WaitStatus {

    /** The child ended by itself with this code, 0 to 255. */
    record Exited(int code) implements WaitStatus {
        @Override
        public String toString() {
            return "exit status " + code;
        }
    }

    /** The child was ended by a signal. */
    record Signaled(Signal signal, boolean coreDumped) implements WaitStatus {
        @Override
        public String toString() {
            return "terminated by " + signal + (coreDumped ? " (core dumped)" : "");
        }
    }

    /** The status word of waitpid, taken apart. */
    static WaitStatus decode(int word) {
        int signal = word & 0x7f;
        if (signal == 0) {
            return new Exited((word >> 8) & 0xff);
        }
        return new Signaled(new Signal(signal), (word & 0x80) != 0);
    }

    /** What clients see as {@code exitstatus}: the code, or -1 for an end by a signal. */
    default int exitStatus() {
        return this instanceof Exited exited ? exited.code() : -1;
    }
}
