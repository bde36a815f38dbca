package org.supervisord.ctl.action;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.supervisord.common.Fault;
import org.supervisord.common.NameSpec;
import org.supervisord.common.ProcessState;
import org.supervisord.ctl.client.Aborted;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.client.SupervisorClient.ProcessInfo;
import org.supervisord.ctl.terminal.ExitStatus;

/**
 * Restarts processes in batches. The next batch is not touched before all of one are RUNNING; when
 * one does not come up, the rest stays as it is.
 */
final class RollingRestart {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    /** For the calls that tell, when the time is over, how far it has come. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Session session;
    private final int batch;
    private final Optional<Duration> patience;

    /**
     * A restart that is to be.
     *
     * @param batch how many are down at the same time
     * @param patience how long a batch may take, empty for as long as it takes
     */
    RollingRestart(Session session, int batch, Optional<Duration> patience) {
        this.session = session;
        this.batch = batch;
        this.patience = patience;
    }

    /** Whether there is a server, which has no longer to answer than a batch may take. */
    @SuppressWarnings("try") // it acts by being open
    boolean isUp() throws IOException, ServerFault {
        try (Deadline limit = session.limit(patience)) {
            return session.isUp();
        }
    }

    /** Restarts all that these names, groups and globs stand for. */
    @SuppressWarnings("try") // progress is shown as long as it is open
    void run(List<String> names) throws IOException, ServerFault {
        List<String> targets = targets(names);
        if (targets.isEmpty()) {
            return;
        }
        try (Progress progress = Progress.of(session, "restarting")) {
            for (int done = 0; done < targets.size(); done += batch) {
                int end = Math.min(done + batch, targets.size());
                if (!restartInTime(targets.subList(done, end))) {
                    session.console()
                            .warn(
                                    "rolling restart ended: "
                                            + done
                                            + " of "
                                            + targets.size()
                                            + " were restarted before, "
                                            + (targets.size() - end)
                                            + " left as they are");
                    return;
                }
            }
        }
    }

    @SuppressWarnings("try") // it acts by being open
    private List<String> targets(List<String> names) throws IOException, ServerFault {
        List<ProcessInfo> all;
        try (Deadline limit = session.limit(patience)) {
            all = session.client().allInfos();
        }
        List<String> targets = new ArrayList<>();
        for (String name : names) {
            List<ProcessInfo> meant =
                    name.equals("all") ? all : Selection.of(asGroup(name, all), all);
            if (meant.isEmpty()) {
                boolean group = NameSpec.parse(name).process().isEmpty();
                session.print(
                        group
                                ? NameSpec.parse(name).group() + ": ERROR (no such group)"
                                : name + ": ERROR (no such process)");
                session.exitStatus(ExitStatus.INVALID_ARGUMENTS);
                return List.of();
            }
            meant.stream()
                    .map(Selection::nameOf)
                    .filter(it -> !targets.contains(it))
                    .forEach(targets::add);
        }
        return targets;
    }

    /** A group may be named without its {@code :*}. */
    private static String asGroup(String name, List<ProcessInfo> all) {
        boolean group =
                name.indexOf(':') < 0
                        && Selection.of(name, all).isEmpty()
                        && all.stream().anyMatch(it -> it.group().equals(name));
        return group ? name + ":*" : name;
    }

    /** The same, also when the server gives no answers any more. */
    @SuppressWarnings("try") // it acts by being open
    private boolean restartInTime(List<String> names) throws IOException, ServerFault {
        try (Deadline limit = session.limit(patience.map(it -> it.plus(GRACE)))) {
            return restart(names);
        }
    }

    /** Whether all of a batch are up again. */
    private boolean restart(List<String> names) throws IOException, ServerFault {
        long deadline = patience.map(it -> System.nanoTime() + it.toNanos()).orElse(Long.MAX_VALUE);
        Map<String, Fault> troubles = new LinkedHashMap<>();
        for (String name : names) {
            tell("stopProcess", name, Fault.NOT_RUNNING, troubles);
        }
        Map<String, ProcessInfo> states = await(names, RollingRestart::isStopped, deadline);
        names.forEach(name -> say(name, isStopped(states.get(name)), "stopped", "still running"));
        if (!states.values().stream().allMatch(RollingRestart::isStopped)) {
            session.exitStatus(ExitStatus.GENERIC);
            return false;
        }
        for (String name : names) {
            tell("startProcess", name, Fault.ALREADY_STARTED, troubles);
        }
        Map<String, ProcessInfo> after =
                await(names, it -> it.state() != ProcessState.STARTING.code(), deadline);
        boolean good = true;
        for (String name : names) {
            ProcessInfo info = after.get(name);
            boolean up = info.state() == ProcessState.RUNNING.code();
            boolean slow = info.state() == ProcessState.STARTING.code();
            String why =
                    slow
                            ? "not up in time"
                            : said(troubles.getOrDefault(name, Fault.ABNORMAL_TERMINATION));
            say(name, up, "started", why);
            if (!up) {
                session.exitStatus(slow ? ExitStatus.GENERIC : ExitStatus.NOT_RUNNING);
            }
            good &= up;
        }
        return good;
    }

    private static String said(Fault fault) {
        return ManyTargets.START.outcomes().getOrDefault(fault, fault.name());
    }

    private void say(String name, boolean good, String done, String error) {
        session.print(name + ": " + (good ? done : "ERROR (" + error + ")"));
    }

    /** Does not wait for what is told to be done. */
    private void tell(String method, String name, Fault harmless, Map<String, Fault> troubles)
            throws IOException, ServerFault {
        try {
            session.client().call(method, name, false);
        } catch (ServerFault fault) {
            if (!fault.is(harmless)) {
                troubles.put(name, fault.fault().orElseThrow(() -> fault));
            }
        }
    }

    private static boolean isStopped(ProcessInfo info) {
        return info.state() != ProcessState.STOPPING.code()
                && info.state() != ProcessState.RUNNING.code()
                && info.state() != ProcessState.STARTING.code()
                && info.state() != ProcessState.BACKOFF.code();
    }

    /** What the processes do when all are as they are to be, or the time is over. */
    private Map<String, ProcessInfo> await(
            List<String> names, Predicate<ProcessInfo> wanted, long deadline)
            throws IOException, ServerFault {
        while (true) {
            Map<String, ProcessInfo> states = new LinkedHashMap<>();
            for (String name : names) {
                states.put(name, session.client().info(name));
            }
            boolean late = deadline != Long.MAX_VALUE && System.nanoTime() - deadline > 0;
            if (late || states.values().stream().allMatch(wanted)) {
                return states;
            }
            try {
                Thread.sleep(INTERVAL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Aborted("interrupted");
            }
        }
    }
}
