package org.supervisord.daemon.fatal;

import java.util.ArrayList;
import java.util.List;
import org.supervisord.daemon.loop.ManualClock;

/** Reasons with a clock moved by hand, and a record of what they tell. */
public final class FatalBench {
    public final ManualClock clock = new ManualClock();
    public final List<String> failures = new ArrayList<>();
    public final List<String> recoveries = new ArrayList<>();
    public final FatalReasons reasons = new FatalReasons(clock, failures::add, recoveries::add);

    /** What fails, in words. */
    public List<String> told() {
        return reasons.all().stream().map(FatalReason::toString).toList();
    }
}
