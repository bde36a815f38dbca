package org.supervisord.daemon.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.supervisord.common.Signal;

/**
 * The signals that the daemon gets are held while the calling thread becomes another program, and
 * are that one's to deal with, which finds them blocked. To be closed when nothing comes of the
 * change: then they are delivered here. Source: signal(7), execve(2).
 */
public final class HeldSignals implements AutoCloseable {
    static final List<Signal> ALL =
            List.of(Signal.TERM, Signal.HUP, Signal.INT, Signal.QUIT, Signal.USR2);

    /** It does not take longer unless the machine stands still. */
    private static final int MOST_LOOKS = 1000;

    private static final long BETWEEN_LOOKS_NANOS = 100_000;

    /** What was done with each; empty where no thread takes them anyhow. */
    private final Map<Signal, SignalAction> before = new LinkedHashMap<>();

    private final SignalMask maskBefore = SignalMask.current();

    private HeldSignals() {}

    /**
     * Begins to hold them: whichever thread takes one notes it. The note is that the signal is
     * ignored from then on, which lasts beyond execve(2); the C library has a function that can be
     * a handler which does that. In a program that has replaced another one they wait in the
     * kernel.
     */
    public static HeldSignals hold() {
        HeldSignals held = new HeldSignals();
        if (!BlockedSignals.areHere()) {
            SignalAction note = SignalAction.call("sigignore", 0);
            ALL.forEach(it -> held.before.put(it, note.put(it)));
            awaitNotes();
            SignalInbox.settle();
        }
        return held;
    }

    /**
     * Those that the loop has not come to are held as well; the loop may not come to them now.
     *
     * @param known whether the other program knows how to deal with what is held
     */
    void keep(boolean known) {
        Set<Signal> untaken = SignalInbox.untaken(ALL);
        BlockedSignals.block(known);
        if (before.isEmpty()) {
            untaken.forEach(HeldSignals::send);
        } else {
            untaken.forEach(SignalAction.ignore()::put);
            awaitNotes();
        }
    }

    /**
     * What has been taken is noted when the first thread sleeps again: where it can, the kernel
     * gives a signal to that one, which does nothing else in a JVM.
     */
    private static void awaitNotes() {
        for (int i = 0; i < MOST_LOOKS && !isFirstThreadAsleep(); i++) {
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }

    private static boolean isFirstThreadAsleep() {
        // what is said of the process is said of its first thread; see proc(5)
        Path stat = Path.of("/proc/self/stat");
        try {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return line.charAt(line.lastIndexOf(')') + 2) == 'S';
        } catch (IOException e) {
            // without a descriptor it is not known, and waited for as long as it may take
            return false;
        }
    }

    /** May be called again, for a thread that has taken one before and notes it only now. */
    @Override
    public void close() {
        if (before.isEmpty()) {
            SignalInbox.collect();
            // the one that came to a thread which did not block it was dropped
            send(Signal.CHLD);
        } else {
            deliverNoted();
            // one may have been taken before, and be noted now
            awaitNotes();
            deliverNoted();
        }
        maskBefore.put();
    }

    private void deliverNoted() {
        before.forEach(
                (signal, action) -> {
                    if (action.put(signal).isIgnore() && !SignalInbox.isOnItsWay(signal)) {
                        send(signal);
                    }
                });
    }

    /** Those that the program before this one in the same process has noted wait as well now. */
    static void release() {
        SignalAction standard = SignalAction.standard();
        ALL.stream().filter(it -> standard.put(it).isIgnore()).forEach(HeldSignals::send);
    }

    private static void send(Signal signal) {
        LibC.kill((int) ProcessHandle.current().pid(), signal.number());
    }
}
