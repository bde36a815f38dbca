package org.supervisord.daemon.posix;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.supervisord.common.Signal;

/**
 * The signals that the daemon gets, in a process that began with all of them blocked: that is how a
 * program begins that has replaced another one. No thread takes them, but for a child's end after
 * an older program. They wait in the kernel until they are read, by this program or by one that
 * takes its place. Source: signalfd(2).
 */
final class BlockedSignals {
    private static final List<Signal> ALL =
            Stream.concat(HeldSignals.ALL.stream(), Stream.of(Signal.CHLD)).toList();

    /** The property of such a program. */
    private static final String HERE = "supervisord.signals.blocked";

    /** The same on its command line. */
    static final String OPTION = "-D" + HERE + "=true";

    private static final int SFD_NONBLOCK = 0x800;
    private static final int SFD_CLOEXEC = 0x80000;

    // struct signalfd_siginfo, which begins with the number
    private static final int INFO_SIZE = 128;

    private final Pipe.SourceChannel source;
    private final ByteBuffer infos =
            ByteBuffer.allocateDirect(ALL.size() * INFO_SIZE).order(ByteOrder.nativeOrder());

    private BlockedSignals(Pipe.SourceChannel source) {
        this.source = source;
    }

    /**
     * Whether this program began with them blocked. What its thread blocks does not tell: a parent
     * may have it block anything.
     */
    static boolean areHere() {
        return Boolean.getBoolean(HERE);
    }

    /**
     * Has the calling thread block them, and no others, and so the program that it executes.
     *
     * @param known whether that one knows how to read them; the versions that don't want to hear of
     *     a child's end
     */
    static void block(boolean known) {
        SignalMask.of(known ? ALL : HeldSignals.ALL).put();
    }

    /**
     * Whether a child's end is one of those. It is not when the program before this one was of an
     * older version.
     */
    static boolean isChildsEndHere() {
        return SignalMask.current().contains(Signal.CHLD);
    }

    /** Has the calling thread take them, whatever a parent has had it block. */
    static void unblock() {
        SignalMask.of(ALL).unblock();
    }

    /** Begins to read them. */
    static BlockedSignals open() throws IOException {
        int fd = LibC.signalfd(-1, SignalMask.of(ALL).pointer(), SFD_NONBLOCK | SFD_CLOEXEC);
        if (fd < 0) {
            throw new PosixException("signalfd", Native.getLastError());
        }
        if (isChildsEndHere()) {
            // who stops or goes on has not ended
            SignalAction.standard(SignalAction.SA_NOCLDSTOP).put(Signal.CHLD);
            HeldSignals.release();
        }
        return new BlockedSignals(InheritedDescriptors.sourceOf(fd));
    }

    /** What becomes ready when there are some. */
    Pipe.SourceChannel source() {
        return source;
    }

    /** Those that have come. */
    List<Signal> read() throws IOException {
        List<Signal> come = new ArrayList<>();
        while (source.read(infos.clear()) > 0) {
            for (int info = 0; info < infos.position(); info += INFO_SIZE) {
                come.add(new Signal(infos.getInt(info)));
            }
        }
        return come;
    }
}
