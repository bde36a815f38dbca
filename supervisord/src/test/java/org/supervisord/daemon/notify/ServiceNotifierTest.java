package org.supervisord.daemon.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.loop.ManualScheduler;

class ServiceNotifierTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualScheduler scheduler = new ManualScheduler();
    private final List<String> heard = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private String status = "1 process: 1 STARTING";
    private boolean busy;
    private Optional<String> failure = Optional.empty();

    private ServiceNotifier notifier(Optional<Duration> watchdog) {
        return new ServiceNotifier(Optional.of(this::take), watchdog, scheduler, troubles::add);
    }

    private boolean take(String message) throws IOException {
        if (failure.isPresent()) {
            throw new IOException(failure.get());
        }
        if (!busy) {
            heard.add(message);
        }
        return !busy;
    }

    private List<String> heard() {
        List<String> now = List.copyOf(heard);
        heard.clear();
        return now;
    }

    @Test
    void tellsOfALifeInTheWordsOfTheProtocol() {
        ServiceNotifier notifier = notifier(Optional.empty());
        notifier.ready(() -> status);
        assertEquals(List.of("READY=1\nSTATUS=1 process: 1 STARTING"), heard());

        scheduler.advance(Duration.ofSeconds(7));
        status = "restarting, 1 process: 1 STOPPING";
        long now = scheduler.clock().nanos() / 1000;
        notifier.reloading(MINUTE);
        assertEquals(
                List.of(
                        "RELOADING=1\nMONOTONIC_USEC="
                                + now
                                + "\nEXTEND_TIMEOUT_USEC=60000000\n"
                                + "STATUS=restarting, 1 process: 1 STOPPING"),
                heard());

        notifier.ready(() -> "no processes");
        assertEquals(List.of("READY=1\nSTATUS=no processes"), heard());

        notifier.stopping(Duration.ofMillis(1500));
        assertEquals(
                List.of("STOPPING=1\nEXTEND_TIMEOUT_USEC=1500000\nSTATUS=no processes"), heard());
    }

    @Test
    void tellsOnceOfASwarmOfChanges() {
        ServiceNotifier notifier = notifier(Optional.empty());
        notifier.ready(() -> status);
        heard();
        for (int i = 0; i < 100; i++) {
            notifier.statusChanged();
        }
        status = "1 process: 1 RUNNING";
        assertEquals(List.of(), heard());
        scheduler.advance(ServiceNotifier.STATUS_PAUSE);
        assertEquals(List.of("STATUS=1 process: 1 RUNNING"), heard());

        notifier.statusChanged();
        scheduler.advance(MINUTE);
        assertEquals(List.of(), heard(), "there is nothing new");
        assertTrue(scheduler.isIdle());
    }

    @Test
    void feedsTheWatchdogInHalfItsTime() {
        ServiceNotifier notifier = notifier(Optional.of(Duration.ofSeconds(10)));
        notifier.ready(() -> status);
        assertEquals("WATCHDOG=1", heard().get(1));
        scheduler.advance(Duration.ofMillis(4999));
        assertEquals(List.of(), heard());
        scheduler.advance(Duration.ofMillis(1));
        assertEquals(List.of("WATCHDOG=1"), heard());
        scheduler.advance(MINUTE);
        assertEquals(12, heard().size());

        notifier.reloading(MINUTE);
        notifier.ready(() -> status);
        heard();
        scheduler.advance(MINUTE);
        assertEquals(12, heard().size(), "a new life is not fed twice");
    }

    @Test
    void feedsAnImpossibleWatchdogAsFastAsItCan() {
        ServiceNotifier notifier = notifier(Optional.of(Duration.ofNanos(1000)));
        notifier.ready(() -> status);
        heard();
        scheduler.advance(Duration.ofMillis(5));
        assertEquals(5, heard().size());
    }

    @Test
    void wakesUpForNobodyWithoutAWatchdog() {
        notifier(Optional.empty()).ready(() -> status);
        assertTrue(scheduler.isIdle());
    }

    @Test
    void tellsNobodyWhenNobodyListens() {
        ServiceNotifier notifier =
                new ServiceNotifier(
                        Optional.empty(), Optional.of(MINUTE), scheduler, troubles::add);
        notifier.mainPid(1);
        notifier.ready(
                () -> {
                    throw new AssertionError("nobody asks");
                });
        notifier.statusChanged();
        notifier.reloading(MINUTE);
        notifier.stopping(MINUTE);
        assertTrue(scheduler.isIdle());
        assertEquals(List.of(), troubles);
    }

    @Test
    void waitsForABusyServiceManagerAndKeepsTheOrder() {
        ServiceNotifier notifier = notifier(Optional.empty());
        busy = true;
        notifier.mainPid(77);
        notifier.ready(() -> status);
        scheduler.advance(ServiceNotifier.RETRY_PAUSE.multipliedBy(3));
        assertEquals(List.of(), heard());
        busy = false;
        scheduler.advance(ServiceNotifier.RETRY_PAUSE);
        assertEquals(List.of("MAINPID=77", "READY=1\nSTATUS=" + status), heard());
        assertTrue(scheduler.isIdle());
        assertEquals(List.of(), troubles);
    }

    @Test
    void forgetsTheOldestWhenNothingIsTakenForLong() {
        ServiceNotifier notifier = notifier(Optional.empty());
        busy = true;
        for (int i = 0; i <= ServiceNotifier.MOST_WAITING; i++) {
            notifier.mainPid(i);
        }
        assertEquals(
                List.of("can't tell the service manager how the daemon is: it takes nothing"),
                troubles);
        busy = false;
        scheduler.advance(ServiceNotifier.RETRY_PAUSE);
        assertEquals(ServiceNotifier.MOST_WAITING, heard.size());
        assertEquals("MAINPID=1", heard.get(0));
    }

    @Test
    void saysOnceThatNobodyIsThere() {
        ServiceNotifier notifier = notifier(Optional.empty());
        failure = Optional.of("connect: ECONNREFUSED");
        notifier.ready(() -> status);
        notifier.stopping(MINUTE);
        assertEquals(
                List.of("can't tell the service manager how the daemon is: connect: ECONNREFUSED"),
                troubles);
        failure = Optional.empty();
        notifier.mainPid(1);
        assertEquals(List.of("MAINPID=1"), heard());
        failure = Optional.of("connect: ENOENT");
        notifier.mainPid(2);
        assertEquals(2, troubles.size());
    }
}
