package org.supervisord.daemon.orphans;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.supervisord.common.Signal;
import org.supervisord.config.ProgramSettings;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.Timer;
import org.supervisord.daemon.posix.PidHandle;
import org.supervisord.daemon.posix.ProcessTable;
import org.supervisord.daemon.posix.Processes;

/** The end of programs that a daemon before this one has left: as a stop of theirs would be. */
final class OrphanEnd {
    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);

    /** What is killed with SIGKILL is gone sooner, or never. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private final EventLoop loop;
    private final ProcessTable table;
    private final ActivityLog log;
    private Runnable done = () -> {};
    private int left;

    OrphanEnd(EventLoop loop, ProcessTable table, ActivityLog log) {
        this.loop = loop;
        this.table = table;
        this.log = log;
    }

    /**
     * Ends them.
     *
     * @param whenGone run on the loop's thread when none is left that can be ended; at once if
     *     there is none
     */
    void of(List<Orphans.Orphan> orphans, Runnable whenGone) {
        done = whenGone;
        left = orphans.size() + 1;
        orphans.forEach(this::begin);
        oneLess();
    }

    private void oneLess() {
        left--;
        if (left == 0) {
            done.run();
        }
    }

    private void begin(Orphans.Orphan orphan) {
        try {
            Optional<PidHandle> handle = PidHandle.open(orphan.process().pid());
            if (handle.isEmpty() || !isStillThere(orphan)) {
                close(handle);
                oneLess();
                return;
            }
            new Ending(orphan, handle.get()).beginOrClose();
        } catch (IOException e) {
            log.error("can't end " + orphan + ": " + e.getMessage());
            oneLess();
        }
    }

    /** Whether what is held is what was found. */
    private boolean isStillThere(Orphans.Orphan orphan) {
        return table.entry(orphan.process().pid()).equals(Optional.of(orphan.process()));
    }

    private static void close(Optional<PidHandle> handle) throws IOException {
        if (handle.isPresent()) {
            handle.get().close();
        }
    }

    /** The end of one of them. */
    private final class Ending {
        private final Orphans.Orphan orphan;
        private final PidHandle handle;
        private Timer timer = () -> {};

        Ending(Orphans.Orphan orphan, PidHandle handle) {
            this.orphan = orphan;
            this.handle = handle;
        }

        private void begin() throws IOException {
            Optional<ProgramSettings> settings = orphan.settings();
            Signal signal = settings.map(ProgramSettings::stopsignal).orElse(Signal.TERM);
            Duration patience =
                    settings.map(it -> Duration.ofSeconds(it.stopwaitsecs()))
                            .orElse(USUAL_PATIENCE);
            log.warn("ending " + orphan + ", which was left running before, with " + signal);
            // first, as it may fail, and then nothing is to be waited for
            send(signal, settings.map(ProgramSettings::stopasgroup).orElse(false));
            loop.register(handle.channel(), SelectionKey.OP_READ, ready -> gone());
            timer = loop.after(patience, this::kill);
        }

        /** Begins, or lets go of it. */
        void beginOrClose() throws IOException {
            try {
                begin();
            } catch (IOException e) {
                handle.close();
                throw e;
            }
        }

        private void send(Signal signal, boolean asGroup) throws IOException {
            // while its leader is held and alive, a group's number is that of no other group
            if (handle.send(signal) && asGroup) {
                Processes.kill(-orphan.process().pid(), signal);
            }
        }

        private void kill() {
            log.warn("killing " + orphan + " with SIGKILL");
            timer = loop.after(AFTER_KILL, this::giveUp);
            try {
                if (orphan.settings().map(ProgramSettings::killasgroup).orElse(false)) {
                    Processes.kill(-orphan.process().pid(), Signal.KILL);
                }
                handle.send(Signal.KILL);
            } catch (IOException e) {
                log.error("can't kill " + orphan + ": " + e.getMessage());
            }
        }

        private void giveUp() {
            log.error(orphan + " does not end");
            end();
        }

        private void gone() {
            log.info(orphan + " has ended");
            end();
        }

        private void end() {
            timer.cancel();
            try {
                handle.close();
            } catch (IOException e) {
                log.error("letting go of " + orphan + ": " + e.getMessage());
            }
            oneLess();
        }
    }
}
