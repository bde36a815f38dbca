package org.supervisord.daemon.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.List;
import org.supervisord.common.Signal;

/** Some signals, and which of them a thread blocks. Source: pthread_sigmask(3). */
final class SignalMask {
    private static final int SIG_BLOCK = 0;
    private static final int SIG_UNBLOCK = 1;
    private static final int SIG_SETMASK = 2;
    private static final int SIZE = 128;

    private final Memory set = LibC.zeroed(SIZE);

    private SignalMask() {}

    static SignalMask of(List<Signal> signals) {
        SignalMask mask = new SignalMask();
        for (Signal signal : signals) {
            int bit = signal.number() - 1;
            mask.set.setByte(bit / 8, (byte) (mask.set.getByte(bit / 8) | 1 << bit % 8));
        }
        return mask;
    }

    /** What the calling thread blocks. */
    static SignalMask current() {
        SignalMask mask = new SignalMask();
        LibC.pthread_sigmask(SIG_BLOCK, Pointer.NULL, mask.set);
        return mask;
    }

    /** Has the calling thread block these, and no others. */
    void put() {
        LibC.pthread_sigmask(SIG_SETMASK, set, Pointer.NULL);
    }

    /** Has the calling thread block none of these. */
    void unblock() {
        LibC.pthread_sigmask(SIG_UNBLOCK, set, Pointer.NULL);
    }

    boolean contains(Signal signal) {
        int bit = signal.number() - 1;
        return (set.getByte(bit / 8) >>> bit % 8 & 1) != 0;
    }

    /** As the C library has it. */
    Pointer pointer() {
        return set;
    }
}
