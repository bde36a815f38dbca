package org.supervisord.daemon.fatal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.supervisord.daemon.loop.Clock;

/**
 * The operations that have failed and not worked since. While there is one, the daemon's state is
 * FATAL: programs are supervised and clients served, but somebody should have a look. To be used on
 * the loop's thread alone.
 */
public final class FatalReasons {
    private final Clock clock;
    private final Consumer<String> failures;
    private final Consumer<String> recoveries;
    private final Map<Operation, FatalReason> reasons = new LinkedHashMap<>();
    private Runnable changed = () -> {};

    /**
     * Nothing has failed yet.
     *
     * @param failures told in one line when an operation fails that did not fail before
     * @param recoveries told in one line when one is no reason any longer
     */
    public FatalReasons(Clock clock, Consumer<String> failures, Consumer<String> recoveries) {
        this.clock = clock;
        this.failures = failures;
        this.recoveries = recoveries;
    }

    /** From now on this is run, and nothing else, whenever there is another set of reasons. */
    public void onChange(Runnable run) {
        changed = run;
    }

    /** An operation failed. Of one that failed before, the newer reason is kept. */
    public void raise(Operation operation, String reason) {
        FatalReason before = reasons.get(operation);
        long since = before == null ? clock.wallMillis() : before.sinceMillis();
        FatalReason now = new FatalReason(operation, reason, since);
        reasons.put(operation, now);
        if (before == null) {
            failures.accept("supervisord is in FATAL state: " + now);
            changed.run();
        }
    }

    /** Takes over what a former program could not do; nobody is told. */
    public void resume(List<FatalReason> former) {
        former.forEach(it -> reasons.put(it.operation(), it));
    }

    /** An operation has worked; nothing is done unless it failed before. */
    public void clear(Operation operation) {
        if (reasons.remove(operation) != null) {
            recovered("can " + operation + " again");
        }
    }

    /** What operations were done to is gone: none of them can work, or is needed, any more. */
    public void forget(String on) {
        forget(on, " is gone");
    }

    /** What operations were done to is not in use: whether they work will be seen when it is. */
    public void dismiss(String on) {
        forget(on, " is not in use");
    }

    private void forget(String on, String why) {
        if (reasons.keySet().removeIf(operation -> operation.on().equals(on))) {
            recovered(on + why);
        }
    }

    private void recovered(String how) {
        changed.run();
        recoveries.accept(
                how + (isEmpty() ? ", supervisord is in RUNNING state" : ", others still fail"));
    }

    /** Whether everything works. */
    public boolean isEmpty() {
        return reasons.isEmpty();
    }

    /** All that fails, the oldest first. */
    public List<FatalReason> all() {
        return List.copyOf(reasons.values());
    }
}
