package org.supervisord.daemon;

import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;
import org.supervisord.common.ProcessState;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.supervision.Supervisor;

/** One line on how the daemon's processes are, for the service manager. */
final class StatusText {
    private StatusText() {}

    /** Such as {@code 3 processes: 2 RUNNING, 1 FATAL}. */
    static String of(Supervisor supervisor) {
        String mood =
                switch (supervisor.state()) {
                    case SHUTDOWN -> "stopping, ";
                    case RESTARTING -> "restarting, ";
                    case RUNNING, FATAL -> "";
                };
        Map<ProcessState, Integer> counts = new EnumMap<>(ProcessState.class);
        int all = 0;
        for (ProcessGroup group : supervisor.groupsAsAdded()) {
            for (ManagedProcess process : group.processes()) {
                counts.merge(process.state(), 1, Integer::sum);
                all++;
            }
        }
        if (all == 0) {
            return mood + "no processes";
        }
        StringJoiner states = new StringJoiner(", ");
        counts.forEach((state, count) -> states.add(count + " " + state));
        return mood + (all == 1 ? "1 process: " : all + " processes: ") + states;
    }
}
