package org.supervisord.daemon.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.supervisord.common.ProcessState.BACKOFF;
import static org.supervisord.common.ProcessState.EXITED;
import static org.supervisord.common.ProcessState.FATAL;
import static org.supervisord.common.ProcessState.RUNNING;
import static org.supervisord.common.ProcessState.STARTING;
import static org.supervisord.common.ProcessState.STOPPED;
import static org.supervisord.common.ProcessState.STOPPING;
import static org.supervisord.common.ProcessState.UNKNOWN;
import static org.supervisord.daemon.process.Programs.program;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessState;
import org.supervisord.common.Signal;
import org.supervisord.config.AutoRestart;
import org.supervisord.daemon.event.Event;

/**
 * Lives of many processes, in which anything happens at any time, each step followed by a look at
 * what must always hold.
 */
class RandomLifeTest {
    private static final int LIVES = 50;
    private static final int STEPS = 2_000;

    @Test
    void whateverHappensTheLifeCycleHolds() {
        Set<ProcessState> seen = EnumSet.noneOf(ProcessState.class);
        for (int seed = 0; seed < LIVES; seed++) {
            Life life = new Life(seed);
            for (int step = 0; step < STEPS; step++) {
                String what = "nothing";
                try {
                    what = life.step();
                    life.check();
                } catch (RuntimeException | AssertionError e) {
                    fail("seed " + seed + ", step " + step + ", after " + what, e);
                }
                seen.add(life.process.state());
            }
            life.end();
        }
        assertEquals(EnumSet.allOf(ProcessState.class), seen);
    }

    /** One process, and what is to be expected of it. */
    private static final class Life {
        private final Random random;
        private final ProcessBench bench = new ProcessBench();
        private final int startsecs;
        private final int startretries;
        private final int stopwaitsecs;
        private final AutoRestart autorestart;
        private final ManagedProcess process;

        private int looked;
        private ProcessState last = STOPPED;
        private int triesInVain;
        private int reaped;
        private boolean giveUp;

        Life(int seed) {
            random = new Random(seed);
            startsecs = random.nextInt(4);
            startretries = random.nextInt(4);
            stopwaitsecs = random.nextInt(4);
            autorestart = AutoRestart.values()[random.nextInt(AutoRestart.values().length)];
            process =
                    bench.process(
                            program("p")
                                    .startsecs(startsecs)
                                    .startretries(startretries)
                                    .stopwaitsecs(stopwaitsecs)
                                    .autorestart(autorestart)
                                    .asGroup(random.nextBoolean(), random.nextBoolean()));
        }

        /** Does something that may happen now; says what. */
        String step() {
            ProcessState state = process.state();
            switch (random.nextInt(16)) {
                case 0, 1 -> {
                    // as clients are let
                    if (!state.isRunning() && state != UNKNOWN && process.pid() == 0) {
                        process.start();
                        return "start";
                    }
                }
                case 2 -> {
                    if (state.isRunning()) {
                        process.stop();
                        return "stop";
                    }
                }
                case 3 -> {
                    if (state == STOPPING) {
                        process.stop();
                        return "stop while stopping";
                    }
                }
                case 4 -> {
                    if (state.isSignallable()) {
                        process.signal(Signal.HUP);
                        return "signal";
                    }
                }
                case 5, 6, 7 -> {
                    for (int pid : bench.kernel.living()) {
                        reaped++;
                        bench.kernel.exit(pid, random.nextInt(2));
                        return "exit";
                    }
                }
                case 8 -> {
                    for (int pid : bench.kernel.living()) {
                        reaped++;
                        bench.kernel.die(pid, Signal.KILL);
                        return "death";
                    }
                }
                case 9 -> {
                    bench.kernel.failSpawns(random.nextInt(3) == 0 ? "no memory" : null);
                    return "spawns that fail, or not";
                }
                case 10 -> {
                    bench.kernel.refuseSignals(random.nextInt(4) == 0);
                    return "signals that are refused, or not";
                }
                case 11 -> {
                    bench.scheduler.clock().setWallMillis(random.nextInt(2_000_000_000) * 1000L);
                    return "a new time of day";
                }
                case 12 -> {
                    if (random.nextInt(10) == 0) {
                        giveUp = true;
                        process.fail("it is of no use");
                        return "failing";
                    }
                    if (state == BACKOFF && random.nextInt(4) == 0) {
                        giveUp = true;
                        process.giveUp();
                        return "giving up";
                    }
                }
                default -> {
                    Duration time = Duration.ofMillis(random.nextInt(1500));
                    bench.pass(time);
                    return time.toMillis() + " ms";
                }
            }
            return "nothing";
        }

        void check() {
            bench.scheduler.runDue();
            checkEvents();
            assertEquals(last, process.state(), "every change is told");
            checkChildren();
            checkTimer();
        }

        private void checkChildren() {
            List<Integer> living = bench.kernel.living();
            assertTrue(living.size() <= 1, "one child at most: " + living);
            assertEquals(living.isEmpty() ? 0 : living.get(0), process.pid());
            assertEquals(Set.copyOf(living), bench.kernel.open(), "closed when reaped");
            assertEquals(bench.kernel.spawned().size(), reaped + living.size());
            boolean hasChild =
                    EnumSet.of(STARTING, RUNNING, STOPPING, UNKNOWN).contains(process.state());
            assertEquals(hasChild, !living.isEmpty(), "a child while " + process.state());
        }

        private void checkTimer() {
            boolean waits =
                    switch (process.state()) {
                        case STARTING, BACKOFF, STOPPING -> true;
                        case RUNNING, STOPPED, FATAL, UNKNOWN -> false;
                        case EXITED -> isToRestart();
                    };
            assertEquals(waits, !bench.scheduler.isIdle(), "a timer while " + last);
        }

        private boolean isToRestart() {
            return switch (autorestart) {
                case ALWAYS -> true;
                case NEVER -> false;
                case UNEXPECTED -> process.exitStatus().orElseThrow() != 0;
            };
        }

        private void checkEvents() {
            for (; looked < bench.events.size(); looked++) {
                Event.ProcessStateChanged change =
                        (Event.ProcessStateChanged) bench.events.get(looked);
                assertEquals(last, change.from());
                assertTrue(
                        LifeCycle.rows().stream()
                                .anyMatch(
                                        row ->
                                                row.state() == change.from()
                                                        && row.next() == change.to()),
                        "no such line: " + change);
                switch (change.to()) {
                    case BACKOFF -> triesInVain++;
                    case RUNNING, EXITED -> triesInVain = 0;
                    case FATAL -> {
                        assertTrue(
                                giveUp || triesInVain == startretries + 1,
                                "gave up after " + triesInVain);
                        triesInVain = 0;
                    }
                    case STOPPED, STARTING, STOPPING, UNKNOWN -> {}
                }
                giveUp &= change.to() != FATAL && change.to() != STOPPED;
                assertEquals(triesInVain, change.tries(), "tries in vain: " + change);
                last = change.to();
            }
        }

        /** The daemon leaves: no more starts, and what is there can be stopped. */
        void end() {
            bench.kernel.refuseSignals(false);
            bench.kernel.failSpawns(null);
            bench.leave();
            if (process.state() == BACKOFF) {
                process.giveUp();
            } else if (process.state().isRunning()) {
                process.stop();
            }
            bench.passSeconds(10);
            for (int pid : bench.kernel.living()) {
                bench.kernel.die(pid, Signal.KILL);
            }
            bench.passSeconds(100);
            assertEquals(List.of(), bench.kernel.living());
            assertTrue(EnumSet.of(STOPPED, EXITED, FATAL).contains(process.state()));
            assertTrue(bench.scheduler.isIdle(), "asleep for ever");
        }
    }
}
