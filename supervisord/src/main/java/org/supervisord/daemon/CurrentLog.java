package org.supervisord.daemon;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.Consumer;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.EventLoop;

/**
 * The activity log of the daemon's present life, for what outlives that: it may have something to
 * tell while there is no log. Made on the loop's thread, and used there, apart from {@link
 * #broken}.
 */
final class CurrentLog {
    /** The status of a daemon that ends because something in it is broken. */
    private static final int BROKEN = 70;

    private final Thread loopThread = Thread.currentThread();
    private Optional<ActivityLog> log = Optional.empty();

    /** From now on it is this one. */
    void is(ActivityLog log) {
        this.log = Optional.of(log);
    }

    /** There is none until the next life has one. */
    void isGone() {
        log = Optional.empty();
    }

    /** In the next turn: the log may be what there is something to tell of. */
    void tell(EventLoop loop, Consumer<ActivityLog> what) {
        loop.post(() -> log.ifPresent(what));
    }

    /** A task of the loop has failed, which goes on. */
    void failed(String what, Exception e) {
        log.ifPresent(it -> it.critical("unexpected failure of " + what + ": " + trace(e)));
    }

    /** A thread has met what nobody deals with. Without its loop the daemon would be half dead. */
    void broken(Thread thread, Throwable e) {
        String message = "unexpected end of thread " + thread.getName() + ": " + trace(e);
        System.err.println("supervisord: " + message);
        if (e instanceof Error || thread.equals(loopThread)) {
            log.ifPresent(it -> it.critical(message + "supervisord ends at once"));
            Runtime.getRuntime().halt(BROKEN);
        }
    }

    private static String trace(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
