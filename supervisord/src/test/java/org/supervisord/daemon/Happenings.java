package org.supervisord.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.supervisord.common.Signal;
import org.supervisord.daemon.loop.ManualClock;
import org.supervisord.daemon.sim.LogLedger;
import org.supervisord.daemon.sim.SimChild;
import org.supervisord.daemon.sim.SimDisk;
import org.supervisord.daemon.sim.SimMachine;
import org.supervisord.daemon.sim.SimSelector;
import org.supervisord.daemon.sim.Weather;

/** What the world does while a simulated daemon sleeps, as its seed has it. */
final class Happenings {
    private final SimulatedDaemon daemon;
    private final Random random;
    private final Weather weather;
    private final SimDisk disk;
    private final SimMachine machine;
    private final ManualClock clock;
    private final LogLedger logs;

    Happenings(SimulatedDaemon daemon) {
        this.daemon = daemon;
        this.random = daemon.random;
        this.weather = daemon.weather;
        this.disk = daemon.disk;
        this.machine = daemon.machine;
        this.clock = daemon.clock;
        this.logs = daemon.logs;
    }

    /**
     * One of them; a daemon that is ending is left alone but by its children and by time.
     *
     * @param millis for how long the daemon wants to sleep
     */
    void next(long millis) {
        int dice = random.nextInt(100);
        if (dice < 55) {
            someChild().ifPresent(machine::act);
        } else if (dice < 80) {
            timePasses(millis);
        } else if (dice < 94) {
            if (!daemon.isEnding()) {
                daemon.hearClient();
            }
        } else if (!daemon.isEnding()) {
            somethingHappens(random.nextInt(60));
        } else {
            timePasses(millis);
        }
    }

    private void somethingHappens(int dice) {
        if (dice < 25) {
            daemon.note("weather: " + weather.change());
        } else if (dice < 35) {
            daemon.signal(Signal.USR2);
        } else if (dice < 36) {
            daemon.signal(Signal.HUP);
        } else if (dice < 44) {
            someChild().ifPresent(child -> machine.signal(child, random.nextBoolean() ? 9 : 15));
        } else if (dice < 48) {
            disk.setFolderGone(!disk.isFolderGone());
            daemon.note(disk.isFolderGone() ? "no folder" : "a folder");
        } else if (dice < 53) {
            renameSomeLog();
        } else if (dice < 56) {
            clock.setWallMillis(random.nextInt(2_000_000_000) * 1000L);
            daemon.note("another time of day");
        } else {
            weather.calm();
            daemon.note("calm");
        }
    }

    private void renameSomeLog() {
        List<String> names = logs.logs();
        if (!names.isEmpty()) {
            String name = names.get(random.nextInt(names.size()));
            daemon.note("somebody renames " + name.replaceAll("---.*", ""));
            disk.rename(name, name + ".old");
        }
    }

    private Optional<SimChild> someChild() {
        List<SimChild> all = machine.unreaped();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private void timePasses(long millis) {
        if (millis == SimSelector.NOW) {
            return;
        }
        long most = millis == SimSelector.FOREVER ? 5000 : Math.min(millis, 5000);
        // sometimes the machine has no time for the daemon
        long time =
                random.nextInt(200) == 0
                        ? random.nextInt(10_000)
                        : random.nextInt(3) == 0 ? most : random.nextInt((int) most + 1);
        clock.advance(Duration.ofMillis(time));
    }
}
