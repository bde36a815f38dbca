package org.supervisord.daemon.http;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;

/**
 * Memory that bodies share, each of which takes more of it as it comes. Where there is no more,
 * they wait. The first of those that are still coming is left as much as one may have, so that it
 * comes to its end whatever those have taken, and makes room for the next.
 *
 * <p>A body keeps its room until its request is answered, though it may have been read long before:
 * a call of many has its parameters until the last of them is made, and these take more memory than
 * their text. So those who wait for the answers to long calls may have taken all room, and other
 * long ones wait for them.
 *
 * <p>While somebody waits, who holds some and sends next to nothing is ended, the slowest first.
 */
final class BodyRoom {
    /** Who sends less than this in {@link HttpLimits#STALLED} does not get on. */
    private static final int PROGRESS = 1 << 10;

    private final long ofOne;
    private final long ofAll;
    private final Scheduler scheduler;

    /** Of bodies that are still coming, in the order in which they began. */
    private final Set<Share> coming = new LinkedHashSet<>();

    private long held;
    private boolean telling;
    private Timer look;

    /**
     * Nobody has taken any.
     *
     * @param ofOne the most that one body takes
     * @param ofAll the most that all take together, at least as much
     */
    BodyRoom(long ofOne, long ofAll, Scheduler scheduler) {
        this.ofOne = ofOne;
        this.ofAll = ofAll;
        this.scheduler = scheduler;
    }

    /** Who sends a body. */
    interface Sender {
        /** What it waited for may be there now. */
        void roomCame();

        /** It keeps others waiting, and is to let go of what it has. */
        void keepsOthersWaiting();
    }

    /** A share that is empty yet. */
    Share share(Sender sender) {
        return new Share(sender);
    }

    /** What one body has of it. */
    final class Share {
        private final Sender sender;
        private long taken;
        private long takenBefore;
        private long movedNanos;
        private boolean waits;

        private Share(Sender sender) {
            this.sender = sender;
        }

        /** Takes room for so many bytes if there is some; otherwise the sender is told later. */
        boolean take(int bytes) {
            if (coming.add(this)) {
                moved();
            }
            waits = bytes > roomFor(this);
            if (waits) {
                lookLater();
                return false;
            }
            held += bytes;
            taken += bytes;
            if (taken - takenBefore >= PROGRESS) {
                moved();
            }
            return true;
        }

        /** Whether it was refused room and has not been told of any since. */
        boolean isWaiting() {
            return waits;
        }

        /** All of the body has come. */
        void complete() {
            if (coming.remove(this)) {
                tellLater();
            }
        }

        /** Nobody needs the body any longer. */
        void release() {
            held -= taken;
            taken = 0;
            waits = false;
            coming.remove(this);
            tellLater();
        }

        private void moved() {
            takenBefore = taken;
            movedNanos = scheduler.clock().nanos();
        }
    }

    private long roomFor(Share share) {
        Share first = coming.iterator().next();
        long kept = share == first ? 0 : ofOne - first.taken;
        return ofAll - held - kept;
    }

    private boolean anyWaits() {
        return coming.stream().anyMatch(it -> it.waits);
    }

    /** In a turn of its own: those who are told go on at once. */
    private void tellLater() {
        if (!telling && anyWaits()) {
            telling = true;
            scheduler.post(this::tell);
        }
    }

    private void tell() {
        telling = false;
        for (Share it : List.copyOf(coming)) {
            if (it.waits) {
                it.waits = false;
                it.moved();
                it.sender.roomCame();
            }
        }
    }

    private void lookLater() {
        if (look == null) {
            long now = scheduler.clock().nanos();
            Duration time =
                    slowest()
                            .map(it -> HttpLimits.STALLED.minusNanos(now - it.movedNanos))
                            .orElse(HttpLimits.STALLED);
            look = scheduler.after(time, this::look);
        }
    }

    private void look() {
        look = null;
        if (!anyWaits()) {
            return;
        }
        long now = scheduler.clock().nanos();
        Optional<Share> ended =
                slowest().filter(it -> now - it.movedNanos >= HttpLimits.STALLED.toNanos());
        ended.ifPresent(it -> it.sender.keepsOthersWaiting());
        if (ended.isEmpty()) {
            lookLater();
        }
    }

    private Optional<Share> slowest() {
        return coming.stream()
                .filter(it -> !it.waits)
                .min(Comparator.comparingLong(it -> it.movedNanos));
    }
}
