package org.supervisord.daemon.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.supervisord.common.Signal;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.ReadyHandler;

/** Brings the signals that the daemon gets to the loop's thread. */
public final class SignalInbox {
    /** The standard streams have their descriptors. */
    private static final List<Signal> BY_THE_JVM = List.of(Signal.INT, Signal.HUP);

    /**
     * Those that come by the descriptor of their number. The JVM starts a thread for each signal:
     * for a thousand children that end that is much work, and where the system gives no more
     * threads, a signal is lost.
     */
    static final List<Signal> DIRECTLY =
            List.of(Signal.QUIT, Signal.USR2, Signal.TERM, Signal.CHLD);

    /**
     * It comes last of all when the JVM hands on what has come; nobody else sends it to a daemon.
     */
    private static final sun.misc.Signal LAST = new sun.misc.Signal("URG");

    /** Longer is not waited for what is handed on in a moment. */
    private static final long PATIENCE_MILLIS = 1000;

    /** Threads that may begin while they are counted. */
    private static final int SPARE = 100;

    /** Where those come from whose descriptor a pipe was put on. */
    private static final Map<Signal, Pipe.SourceChannel> piped = new ConcurrentHashMap<>();

    /** Those that have come and that the present loop has not come to. */
    private static volatile Set<Signal> waiting = ConcurrentHashMap.newKeySet();

    /** Reads those that no thread takes. */
    private static Optional<Reading> reading = Optional.empty();

    private interface Reading {
        void read() throws IOException;
    }

    private record CaughtByTheJvm(Signal signal, EventLoop loop, Consumer<Signal> taker)
            implements sun.misc.SignalHandler {
        @Override
        public void handle(sun.misc.Signal got) {
            deliver(signal, loop, taker);
        }
    }

    private record Piped(
            Pipe.SourceChannel source, Signal signal, EventLoop loop, Consumer<Signal> taker)
            implements ReadyHandler {
        @Override
        public void ready(SelectionKey key) {
            drain(source);
            deliver(signal, loop, taker);
        }
    }

    private SignalInbox() {}

    /**
     * Which of these have come without the loop having come to them. It may not come to them any
     * more: to be called on its thread, by somebody who sees to them.
     */
    static Set<Signal> untaken(List<Signal> signals) {
        Set<Signal> all = new HashSet<>(waiting);
        all.retainAll(signals);
        for (Signal signal : signals) {
            Pipe.SourceChannel source = piped.get(signal);
            if (source != null && drain(source)) {
                all.add(signal);
            }
        }
        return all;
    }

    /** Whether one has come that the loop will come to, if it goes on. */
    static boolean isOnItsWay(Signal signal) {
        return waiting.contains(signal);
    }

    /** Has the loop come to those that wait in the kernel, once where they came to wait twice. */
    static void collect() {
        try {
            if (reading.isPresent()) {
                reading.get().read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has the classes loaded that only a first start needs; catches nothing in the end. */
    public static void rehearse(EventLoop loop) {
        Objects.requireNonNull(Piped.class);
        CaughtByTheJvm caught = new CaughtByTheJvm(Signal.TERM, loop, signal -> {});
        sun.misc.Signal.handle(LAST, sun.misc.Signal.handle(LAST, caught));
    }

    /** Waits until the JVM has handed on what it has taken: in threads, and by number. */
    static void settle() {
        CountDownLatch come = new CountDownLatch(1);
        sun.misc.SignalHandler before = sun.misc.Signal.handle(LAST, got -> come.countDown());
        sun.misc.Signal.raise(LAST);
        try {
            come.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            Thread[] all = new Thread[Thread.activeCount() + SPARE];
            int count = Thread.currentThread().getThreadGroup().getParent().enumerate(all);
            for (int i = 0; i < count; i++) {
                String name = all[i].getName();
                if (name.startsWith("SIG") && name.endsWith(" handler")) {
                    all[i].join(PATIENCE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sun.misc.Signal.handle(LAST, before);
    }

    private static boolean drain(Pipe.SourceChannel source) {
        ByteBuffer bytes = ByteBuffer.allocate(512);
        boolean any = false;
        try {
            // one signal is as good as many
            while (source.read(bytes.clear()) > 0) {
                any = true;
            }
        } catch (IOException e) {
            // it was closed with its loop
        }
        return any;
    }

    /**
     * Begins to catch TERM, INT, HUP, CHLD, USR2 and QUIT. May be called again for another loop,
     * which gets all of them from then on.
     *
     * @param taker told of each signal on the loop's thread; several of one kind may come as one
     */
    public static void open(EventLoop loop, Consumer<Signal> taker) throws IOException {
        Set<Signal> untaken = waiting;
        waiting = ConcurrentHashMap.newKeySet();
        if (BlockedSignals.areHere()) {
            openBlocked(loop, taker);
            if (!BlockedSignals.isChildsEndHere() && !openDirectly(Signal.CHLD, loop, taker)) {
                throw new IOException("descriptor " + Signal.CHLD.number() + " is in use");
            }
        } else {
            openHandlers(loop, taker);
        }
        untaken.forEach(it -> deliver(it, loop, taker));
    }

    private static void openHandlers(EventLoop loop, Consumer<Signal> taker) throws IOException {
        for (Signal signal : BY_THE_JVM) {
            openByTheJvm(signal, loop, taker);
        }
        for (Signal signal : DIRECTLY) {
            if (!openDirectly(signal, loop, taker)) {
                openByTheJvm(signal, loop, taker);
            }
        }
        BlockedSignals.unblock();
    }

    private static void openBlocked(EventLoop loop, Consumer<Signal> taker) throws IOException {
        BlockedSignals blocked = BlockedSignals.open();
        Reading all =
                () ->
                        blocked.read().stream()
                                .filter(it -> !waiting.contains(it))
                                .forEach(it -> deliver(it, loop, taker));
        loop.register(blocked.source(), SelectionKey.OP_READ, key -> all.read());
        reading = Optional.of(all);
    }

    private static void openByTheJvm(Signal signal, EventLoop loop, Consumer<Signal> taker) {
        String name = signal.toString().substring("SIG".length());
        unignore(signal);
        try {
            sun.misc.Signal.handle(
                    new sun.misc.Signal(name), new CaughtByTheJvm(signal, loop, taker));
        } catch (IllegalArgumentException e) {
            // the JVM wants it for itself; the launcher talks it out of that
        }
    }

    /** As a task of its own, so that a mistake of the taker's is not one of the signal's way. */
    private static void deliver(Signal signal, EventLoop loop, Consumer<Signal> taker) {
        Set<Signal> here = waiting;
        here.add(signal);
        loop.post(
                () -> {
                    here.remove(signal);
                    taker.accept(signal);
                });
    }

    /** What nohup or a shell's background job ignores, the JVM would leave ignored. */
    private static void unignore(Signal signal) {
        if (SignalAction.of(signal).isIgnore()) {
            SignalAction.standard().put(signal);
        }
    }

    /**
     * The C library has a function that can be a signal's handler as it is: eventfd_write(fd,
     * value) writes to a descriptor, and called with a signal's number it writes to the descriptor
     * of that number, which was reserved and where the end of a pipe is put now. QUIT can't be had
     * from the JVM otherwise; its descriptor is reserved by the launcher, the others by {@link
     * ReservedDescriptors}.
     *
     * @return false when the descriptor is not reserved
     */
    private static boolean openDirectly(Signal signal, EventLoop loop, Consumer<Signal> taker)
            throws IOException {
        if (!isReserved(signal)) {
            return false;
        }
        Pipe pipe = Pipe.open();
        pipe.sink().configureBlocking(false);
        boolean there = Descriptors.put(pipe.sink(), signal.number());
        pipe.sink().close();
        if (!there) {
            pipe.source().close();
            return false;
        }
        loop.register(
                pipe.source(), SelectionKey.OP_READ, new Piped(pipe.source(), signal, loop, taker));
        SignalAction.call("eventfd_write", SignalAction.SA_SIGINFO | SignalAction.SA_NOCLDSTOP)
                .put(signal);
        piped.put(signal, pipe.source());
        return true;
    }

    private static boolean isReserved(Signal signal) {
        if (piped.containsKey(signal)) {
            return true;
        }
        try {
            Path there = Files.readSymbolicLink(Path.of("/proc/self/fd/" + signal.number()));
            return there.toString().equals(ReservedDescriptors.NOTHING);
        } catch (IOException e) {
            return false;
        }
    }
}
