package org.supervisord.daemon.notify;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;

/**
 * Tells the service manager how the daemon is. Without one, all that can be told here goes nowhere
 * and costs nothing. To be used on the loop's thread alone. Source of the words: sd_notify(3).
 */
public final class ServiceNotifier {
    /** States change in swarms; each report of them goes to all who watch the service. */
    static final Duration STATUS_PAUSE = Duration.ofMillis(250);

    /** When the service manager takes nothing, it is tried again after this time. */
    static final Duration RETRY_PAUSE = Duration.ofMillis(100);

    /** More messages than this never wait. */
    static final int MOST_WAITING = 64;

    /** A watchdog that is shorter than the loop's timers can be is fed as fast as they are. */
    private static final Duration SHORTEST_FEEDING = Duration.ofMillis(1);

    /** What a message is sent through. */
    public interface Channel {
        /**
         * Sends one message.
         *
         * @return false when it can't be taken at the moment
         * @throws IOException when it never will be
         */
        boolean send(String message) throws IOException;
    }

    private final Optional<Channel> channel;
    private final Optional<Duration> watchdog;
    private final Scheduler scheduler;
    private final Consumer<String> trouble;
    private final Deque<String> waiting = new ArrayDeque<>();
    private Supplier<String> status = () -> "";
    private String lastStatus = "";
    private boolean statusIsDue;
    private Optional<Timer> feeding = Optional.empty();
    private boolean inTrouble;

    /**
     * @param channel to the service manager, empty when there is none
     * @param watchdog how long it may hear nothing
     * @param trouble told in one line when a message is lost, once until one gets through again
     */
    public ServiceNotifier(
            Optional<Channel> channel,
            Optional<Duration> watchdog,
            Scheduler scheduler,
            Consumer<String> trouble) {
        this.channel = channel;
        this.watchdog = watchdog;
        this.scheduler = scheduler;
        this.trouble = trouble;
    }

    /** The process that was started goes, and the daemon is this one. */
    public void mainPid(long pid) {
        tell("MAINPID=" + pid);
    }

    /**
     * Clients are served and programs are started.
     *
     * @param newStatus asked from now on for one line on how things are
     */
    public void ready(Supplier<String> newStatus) {
        if (channel.isEmpty()) {
            return;
        }
        status = newStatus;
        tell("READY=1\n" + freshStatus());
        if (feeding.isEmpty()) {
            watchdog.ifPresent(this::feed);
        }
    }

    /**
     * Everything begins anew, and {@link #ready} follows.
     *
     * @param patience how long it may take at the most
     */
    public void reloading(Duration patience) {
        // the loop's clock is the one that is asked for: CLOCK_MONOTONIC
        tell(
                "RELOADING=1\nMONOTONIC_USEC="
                        + scheduler.clock().nanos() / 1000
                        + "\n"
                        + extension(patience)
                        + freshStatus());
    }

    /**
     * The daemon ends.
     *
     * @param patience how long it may take at the most
     */
    public void stopping(Duration patience) {
        tell("STOPPING=1\n" + extension(patience) + freshStatus());
    }

    private static String extension(Duration patience) {
        return "EXTEND_TIMEOUT_USEC=" + patience.toMillis() + "000\n";
    }

    /** The line on how things are is another one now, perhaps. */
    public void statusChanged() {
        if (channel.isEmpty() || statusIsDue) {
            return;
        }
        statusIsDue = true;
        scheduler.after(STATUS_PAUSE, this::tellStatus);
    }

    private void tellStatus() {
        statusIsDue = false;
        if (!status.get().equals(lastStatus)) {
            tell(freshStatus());
        }
    }

    private String freshStatus() {
        lastStatus = status.get();
        return "STATUS=" + lastStatus;
    }

    private void feed(Duration silence) {
        tell("WATCHDOG=1");
        Duration half = silence.dividedBy(2);
        feeding =
                Optional.of(
                        scheduler.after(
                                half.compareTo(SHORTEST_FEEDING) < 0 ? SHORTEST_FEEDING : half,
                                () -> feed(silence)));
    }

    private void tell(String message) {
        if (channel.isEmpty()) {
            return;
        }
        waiting.add(message);
        if (waiting.size() > MOST_WAITING) {
            waiting.removeFirst();
            lost("it takes nothing");
        } else if (waiting.size() == 1) {
            send(channel.get());
        }
    }

    private void send(Channel to) {
        while (!waiting.isEmpty()) {
            try {
                if (!to.send(waiting.getFirst())) {
                    scheduler.after(RETRY_PAUSE, () -> send(to));
                    return;
                }
                inTrouble = false;
            } catch (IOException e) {
                lost(e.getMessage());
            }
            waiting.removeFirst();
        }
    }

    private void lost(String why) {
        if (!inTrouble) {
            inTrouble = true;
            trouble.accept("can't tell the service manager how the daemon is: " + why);
        }
    }
}
