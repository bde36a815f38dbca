package org.supervisord.daemon.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.helpers.NOPLogger;
import org.supervisord.common.ProcessState;
import org.supervisord.config.LogLevel;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.fatal.FatalBench;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.ManualScheduler;

/** Processes on a fake kernel, a clock moved by hand, and a record of all that they tell. */
public final class ProcessBench {
    public final FakeKernel kernel = new FakeKernel();
    public final ManualScheduler scheduler = new ManualScheduler();
    public final List<Event> events = new ArrayList<>();
    public final ActivityLog log;
    public final FatalBench fatal = new FatalBench();
    private boolean mayStart = true;

    public ProcessBench() {
        this(new ActivityLog(NOPLogger.NOP_LOGGER, LogLevel.CRITICAL));
    }

    public ProcessBench(ActivityLog log) {
        this.log = log;
    }

    public ProcessWorld world() {
        return new ProcessWorld(
                kernel,
                scheduler,
                log,
                events::add,
                fatal.reasons,
                () -> mayStart,
                List.of("/bin"));
    }

    public ManagedProcess process(Programs program) {
        return new ManagedProcess(
                "group",
                program.settings(),
                new LogPaths(Optional.empty(), Optional.empty()),
                world());
    }

    /** From now on the daemon is on its way out. */
    public void leave() {
        mayStart = false;
    }

    public void pass(Duration time) {
        scheduler.advance(time);
    }

    public void passSeconds(int seconds) {
        scheduler.advance(Duration.ofSeconds(seconds));
    }

    /** The states that the events tell of, in order. */
    public List<ProcessState> states() {
        return events.stream()
                .filter(Event.ProcessStateChanged.class::isInstance)
                .map(event -> ((Event.ProcessStateChanged) event).to())
                .toList();
    }
}
