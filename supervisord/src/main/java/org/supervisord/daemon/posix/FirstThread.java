package org.supervisord.daemon.posix;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.supervisord.common.Signal;

/**
 * The thread that the process began with. In a JVM it runs no Java: it waits for the thread that
 * does. But it is the one that the kernel asks whether an ignored signal is blocked, and so to be
 * kept. Source: sig_ignored() in the kernel.
 */
final class FirstThread {
    /**
     * What it is sent: nobody else sends it to a daemon, without a handler it does nothing, and its
     * number is the time in seconds that it blocks for.
     */
    private static final Signal SENT = new Signal(28);

    private static final int HEXADECIMAL = 16;

    /** It does not take longer unless the machine stands still. */
    private static final int MOST_LOOKS = 1000;

    private static final long BETWEEN_LOOKS_NANOS = 100_000;

    private FirstThread() {}

    /**
     * Has it block signals for the next 28 seconds, unless it does already. Only it can do that,
     * and so it is interrupted by a signal during whose handler they are blocked; the handler is
     * sleep(3), which may be called there. A child's end would wake it up, and waits as well.
     */
    static void block(List<Signal> signals) {
        if (hasBlocked(signals)) {
            return;
        }
        Optional<Long> call = tgkill();
        if (call.isEmpty()) {
            return; // a signal may be lost then, as in any other program that becomes another
        }
        try (Memory action = LibC.zeroed(SignalInbox.SIGACTION_SIZE);
                Memory before = LibC.zeroed(SignalInbox.SIGACTION_SIZE)) {
            action.setPointer(0, LibC.function("sleep"));
            List<Signal> all = new ArrayList<>(signals);
            all.add(Signal.CHLD);
            byte[] mask = HeldSignals.set(all).getByteArray(0, SignalInbox.MASK_SIZE);
            action.write(SignalInbox.MASK_OFFSET, mask, 0, mask.length);
            LibC.sigaction(SENT.number(), action, before);
            long pid = ProcessHandle.current().pid();
            LibC.syscall(
                    new NativeLong(call.get()),
                    new NativeLong(pid),
                    new NativeLong(pid),
                    new NativeLong(SENT.number()));
            for (int i = 0; i < MOST_LOOKS && !hasBlocked(signals); i++) {
                LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            }
            LibC.sigaction(SENT.number(), before, Pointer.NULL);
        }
    }

    private static Optional<Long> tgkill() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> Optional.of(234L);
            case "aarch64" -> Optional.of(131L);
            default -> Optional.empty();
        };
    }

    private static boolean hasBlocked(List<Signal> signals) {
        return in("SigBlk:", signals).equals(signals);
    }

    /** Which of these wait for this thread, and for no other. */
    static List<Signal> due(List<Signal> signals) {
        return in("SigPnd:", signals);
    }

    private static List<Signal> in(String field, List<Signal> signals) {
        // what is said of the process is said of its first thread
        Path status = Path.of("/proc/self/status");
        try {
            String line =
                    Files.readAllLines(status).stream()
                            .filter(it -> it.startsWith(field))
                            .findFirst()
                            .orElseThrow();
            String set = line.substring(field.length()).strip();
            long bits = Long.parseUnsignedLong(set, HEXADECIMAL);
            return signals.stream().filter(it -> (bits >>> it.number() - 1 & 1) != 0).toList();
        } catch (IOException e) {
            throw new IllegalStateException("can't read " + status, e);
        }
    }
}
