package org.supervisord.daemon.posix;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.supervisord.common.Signal;
import org.supervisord.daemon.loop.EventLoop;

/** Brings the signals that the daemon gets to the loop's thread. */
public final class SignalInbox {
    private static final List<Signal> BY_THE_JVM =
            List.of(Signal.TERM, Signal.INT, Signal.HUP, Signal.CHLD, Signal.USR2);

    // struct sigaction of Linux with glibc, on x86-64 and aarch64: handler, mask, flags, restorer
    static final int SIGACTION_SIZE = 256;
    private static final int FLAGS_OFFSET = 8 + 128;
    private static final long SIG_IGN = 1;
    private static final int SA_SIGINFO = 4;
    private static final int SA_RESTART = 0x10000000;

    private SignalInbox() {}

    /**
     * Begins to catch TERM, INT, HUP, CHLD, USR2 and QUIT.
     *
     * @param taker told of each signal on the loop's thread; several of one kind may come as one
     */
    public static void open(EventLoop loop, Consumer<Signal> taker) throws IOException {
        for (Signal signal : BY_THE_JVM) {
            String name = signal.toString().substring("SIG".length());
            unignore(signal);
            try {
                sun.misc.Signal.handle(
                        new sun.misc.Signal(name), got -> loop.post(() -> taker.accept(signal)));
            } catch (IllegalArgumentException e) {
                // the JVM wants it for itself; the launcher talks it out of that
            }
        }
        openQuit(loop, taker);
    }

    /** What nohup or a shell's background job ignores, the JVM would leave ignored. */
    private static void unignore(Signal signal) {
        Memory action = LibC.zeroed(SIGACTION_SIZE);
        LibC.sigaction(signal.number(), Pointer.NULL, action);
        if (action.getLong(0) == SIG_IGN) {
            LibC.sigaction(signal.number(), LibC.zeroed(SIGACTION_SIZE), Pointer.NULL);
        }
    }

    /**
     * The JVM does not give QUIT away. But the C library has a function that can be its handler as
     * it is: eventfd_write(fd, value) writes to a descriptor, and called with a signal's number it
     * writes to descriptor 3, which the launcher has reserved and where the end of a pipe is put
     * now.
     */
    private static void openQuit(EventLoop loop, Consumer<Signal> taker) throws IOException {
        if (!isReserved()) {
            return;
        }
        Pipe pipe = Pipe.open();
        pipe.sink().configureBlocking(false);
        if (LibC.dup2(Descriptors.of(pipe.sink()), Signal.QUIT.number()) < 0) {
            return;
        }
        pipe.sink().close();
        ByteBuffer bytes = ByteBuffer.allocate(64);
        loop.register(
                pipe.source(),
                SelectionKey.OP_READ,
                key -> {
                    while (pipe.source().read(bytes.clear()) > 0) {
                        // one signal is as good as many
                    }
                    taker.accept(Signal.QUIT);
                });
        Function handler = NativeLibrary.getInstance("c").getFunction("eventfd_write");
        Memory action = LibC.zeroed(SIGACTION_SIZE);
        action.setPointer(0, handler);
        action.setInt(FLAGS_OFFSET, SA_SIGINFO | SA_RESTART);
        LibC.sigaction(Signal.QUIT.number(), action, Pointer.NULL);
    }

    private static boolean isReserved() {
        try {
            Path there = Files.readSymbolicLink(Path.of("/proc/self/fd/" + Signal.QUIT.number()));
            return there.toString().equals("/dev/null");
        } catch (IOException e) {
            return false;
        }
    }
}
