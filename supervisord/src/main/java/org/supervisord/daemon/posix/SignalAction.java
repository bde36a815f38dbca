package org.supervisord.daemon.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.supervisord.common.Signal;

/**
 * What the process does with a signal: struct sigaction of Linux with glibc, on x86-64 and aarch64.
 * Source: sigaction(2).
 */
final class SignalAction {
    private static final int SIZE = 256;
    // behind the handler and the mask; a restorer follows
    private static final int FLAGS_OFFSET = 8 + 128;
    static final int SA_NOCLDSTOP = 1;
    static final int SA_SIGINFO = 4;
    private static final int SA_RESTART = 0x10000000;
    private static final long SIG_IGN = 1;

    private final Memory action = LibC.zeroed(SIZE);

    private SignalAction() {}

    static SignalAction standard() {
        return standard(0);
    }

    /** The same, with some flags. */
    static SignalAction standard(int flags) {
        SignalAction standard = new SignalAction();
        standard.action.setInt(FLAGS_OFFSET, flags);
        return standard;
    }

    static SignalAction ignore() {
        SignalAction ignore = new SignalAction();
        ignore.action.setLong(0, SIG_IGN);
        return ignore;
    }

    /**
     * Calls a function of the C library, which may be called at any time.
     *
     * @param flags besides SA_RESTART
     */
    static SignalAction call(String function, int flags) {
        SignalAction call = new SignalAction();
        call.action.setPointer(0, LibC.function(function));
        call.action.setInt(FLAGS_OFFSET, SA_RESTART | flags);
        return call;
    }

    /** What is done with a signal at present. */
    static SignalAction of(Signal signal) {
        SignalAction present = new SignalAction();
        LibC.sigaction(signal.number(), Pointer.NULL, present.action);
        return present;
    }

    /**
     * Has this done with a signal from now on.
     *
     * @return what was done with it before
     */
    SignalAction put(Signal signal) {
        SignalAction before = new SignalAction();
        LibC.sigaction(signal.number(), action, before.action);
        return before;
    }

    boolean isIgnore() {
        return action.getLong(0) == SIG_IGN;
    }
}
