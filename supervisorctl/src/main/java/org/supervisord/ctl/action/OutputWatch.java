package org.supervisord.ctl.action;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.supervisord.ctl.client.Aborted;

/** Knows when the output of a process was written last, and whether it has said something. */
final class OutputWatch {
    private static final int LONGEST_LINE = 64 << 10;

    private final Optional<Pattern> wanted;
    private long last = System.nanoTime();
    private boolean matched;

    OutputWatch(Optional<Pattern> wanted) {
        this.wanted = wanted;
    }

    /** One of the process's two outputs. */
    LogThreads.Sink channel(LogThreads.Sink shown) {
        StringBuilder line = new StringBuilder();
        return bytes -> {
            shown.take(bytes);
            note(line, bytes);
        };
    }

    private synchronized void note(StringBuilder line, byte[] bytes) {
        last = System.nanoTime();
        if (wanted.isPresent() && !matched) {
            // a character in two pieces is no part of any pattern worth waiting for
            for (char c : new String(bytes, StandardCharsets.UTF_8).toCharArray()) {
                if (c == '\n' || line.length() >= LONGEST_LINE) {
                    look(line);
                    line.setLength(0);
                } else {
                    line.append(c);
                }
            }
            look(line);
        }
        notifyAll();
    }

    private void look(CharSequence line) {
        matched |= wanted.orElseThrow().matcher(line).find();
    }

    /** Waiting for quiet begins now. */
    synchronized void begin() {
        last = System.nanoTime();
    }

    synchronized boolean isMatched() {
        return matched;
    }

    /**
     * Waits until the pattern is found, nothing was written for so long, or some time has passed.
     *
     * @return whether it has been quiet for so long
     */
    synchronized boolean await(Optional<Duration> quiet, Duration atMost) throws Aborted {
        long end = System.nanoTime() + atMost.toNanos();
        while (!matched) {
            long now = System.nanoTime();
            long left = end - now;
            if (quiet.isPresent()) {
                long calm = last + quiet.get().toNanos() - now;
                if (calm <= 0) {
                    return true;
                }
                left = Math.min(left, calm);
            }
            if (left <= 0) {
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left + 1_000_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Aborted("interrupted");
            }
        }
        return false;
    }
}
