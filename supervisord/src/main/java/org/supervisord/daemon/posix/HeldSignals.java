package org.supervisord.daemon.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.supervisord.common.Signal;

/**
 * The signals that the daemon gets are held while the calling thread becomes another program, and
 * are that one's to deal with. To be closed when nothing comes of the change: then they are
 * delivered here. Source: signal(7), execve(2).
 */
public final class HeldSignals implements AutoCloseable {
    private static final List<Signal> ALL =
            List.of(Signal.TERM, Signal.HUP, Signal.INT, Signal.QUIT, Signal.USR2);

    private static final int SIG_BLOCK = 0;
    private static final int SIG_UNBLOCK = 1;
    private static final int SIG_SETMASK = 2;
    private static final int SIGNAL_SET_SIZE = 128;

    private static boolean released;

    private final Map<Signal, Memory> before = new LinkedHashMap<>();
    private final Memory maskBefore = LibC.zeroed(SIGNAL_SET_SIZE);
    private final Memory pending = LibC.zeroed(SIGNAL_SET_SIZE);
    private final Memory all = set(ALL);
    private final Memory ignored = LibC.zeroed(SignalInbox.SIGACTION_SIZE);
    private final Map<Signal, Memory> notes = new LinkedHashMap<>();
    private boolean kept;

    private HeldSignals() {}

    /** Does what takes time, so that it is done when a change comes within the next seconds. */
    public static void prepare() {
        FirstThread.block(ALL);
    }

    /**
     * Begins to hold them: whichever thread takes one notes it. The note is that the signal is
     * ignored from then on; the C library has a function that can be a handler which does that.
     */
    public static HeldSignals hold() {
        prepare();
        HeldSignals held = new HeldSignals();
        held.ignored.setLong(0, SignalInbox.SIG_IGN);
        Memory note = LibC.zeroed(SignalInbox.SIGACTION_SIZE);
        note.setPointer(0, LibC.function("sigignore"));
        note.setInt(SignalInbox.FLAGS_OFFSET, SignalInbox.SA_RESTART);
        for (Signal signal : ALL) {
            held.notes.put(signal, LibC.zeroed(SignalInbox.SIGACTION_SIZE));
            Memory action = LibC.zeroed(SignalInbox.SIGACTION_SIZE);
            LibC.sigaction(signal.number(), note, action);
            held.before.put(signal, action);
        }
        return held;
    }

    /** Lets those through that the program before this one in the same process has held. */
    public static void release() {
        LibC.pthread_sigmask(SIG_UNBLOCK, set(ALL), Pointer.NULL);
        if (!released) {
            released = true;
            // what it was told of itself waits for the thread that it was, which will not take it
            FirstThread.due(ALL).forEach(signal -> LibC.raise(signal.number()));
        }
    }

    /**
     * From now on they wait in the kernel, with those that were noted and those that the loop has
     * not come to. The calling thread and the first one block them, and all threads ignore them: a
     * blocked signal is kept even where it is ignored, and the next JVM leaves those alone that it
     * finds ignored. But until the kernel has ended the other threads one of them may take a signal
     * and forget it, unless they block it too, as they do in a program that has replaced another.
     */
    void keep() {
        kept = true;
        Set<Signal> untaken = SignalInbox.untaken(ALL);
        if (!released) {
            untaken.addAll(FirstThread.due(ALL));
        }
        LibC.pthread_sigmask(SIG_BLOCK, all, maskBefore);
        LibC.sigpending(pending);
        notes.forEach((signal, note) -> LibC.sigaction(signal.number(), ignored, note));
        for (Signal signal : ALL) {
            // to ignore it was to forget it
            if (isIgnored(notes.get(signal)) || isPending(signal) || untaken.contains(signal)) {
                LibC.raise(signal.number());
            }
        }
    }

    @Override
    public void close() {
        int self = (int) ProcessHandle.current().pid();
        for (Signal signal : ALL) {
            Memory note = notes.get(signal);
            LibC.sigpending(pending);
            // to ignore it is to forget it: it waits for this thread, which may not take it
            LibC.sigaction(signal.number(), ignored, note);
            LibC.sigaction(signal.number(), before.get(signal), Pointer.NULL);
            boolean came = isPending(signal) || !kept && isIgnored(note);
            if (came && !SignalInbox.isOnItsWay(signal)) {
                LibC.kill(self, signal.number());
            }
        }
        if (kept) {
            LibC.pthread_sigmask(SIG_SETMASK, maskBefore, Pointer.NULL);
        }
    }

    private static boolean isIgnored(Memory action) {
        return action.getLong(0) == SignalInbox.SIG_IGN;
    }

    private boolean isPending(Signal signal) {
        int bit = signal.number() - 1;
        return (pending.getByte(bit / 8) >>> bit % 8 & 1) != 0;
    }

    /** As the C library has it. */
    static Memory set(List<Signal> signals) {
        Memory set = LibC.zeroed(SIGNAL_SET_SIZE);
        for (Signal signal : signals) {
            int bit = signal.number() - 1;
            set.setByte(bit / 8, (byte) (set.getByte(bit / 8) | 1 << bit % 8));
        }
        return set;
    }
}
