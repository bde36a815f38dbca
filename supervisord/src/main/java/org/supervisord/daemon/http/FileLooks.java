package org.supervisord.daemon.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;

/**
 * Looks at files twice a second, for those who want to know when these change, also where the
 * kernel does not tell. While there are none, it does nothing. To be used on the loop's thread.
 */
final class FileLooks {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Scheduler scheduler;
    private final Set<Look> looks = new LinkedHashSet<>();
    private Timer timer;

    FileLooks(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Has a task run after the file was changed. */
    FileWatch.Subscription add(Path file, Runnable changed) {
        Look look = new Look(file, changed);
        looks.add(look);
        if (timer == null) {
            timer = scheduler.after(PAUSE, this::look);
        }
        return () -> cancel(look);
    }

    private void cancel(Look look) {
        looks.remove(look);
        if (looks.isEmpty() && timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void look() {
        timer = scheduler.after(PAUSE, this::look);
        List.copyOf(looks).stream().filter(looks::contains).forEach(Look::look);
    }

    /** What tells a file from what it was. */
    private record State(Object key, long size, FileTime modified) {
        static final State MISSING = new State("", 0, FileTime.fromMillis(0));

        static State of(Path file) {
            try {
                BasicFileAttributes it = Files.readAttributes(file, BasicFileAttributes.class);
                return new State(it.fileKey(), it.size(), it.lastModifiedTime());
            } catch (IOException e) {
                return MISSING;
            }
        }
    }

    private static final class Look {
        private final Path file;
        private final Runnable changed;
        private State state;

        private Look(Path file, Runnable changed) {
            this.file = file;
            this.changed = changed;
            this.state = State.of(file);
        }

        private void look() {
            State before = state;
            state = State.of(file);
            if (!state.equals(before)) {
                changed.run();
            }
        }
    }
}
