package org.supervisord.daemon.process;

import static org.supervisord.common.ProcessState.BACKOFF;
import static org.supervisord.common.ProcessState.EXITED;
import static org.supervisord.common.ProcessState.FATAL;
import static org.supervisord.common.ProcessState.RUNNING;
import static org.supervisord.common.ProcessState.STARTING;
import static org.supervisord.common.ProcessState.STOPPED;
import static org.supervisord.common.ProcessState.STOPPING;
import static org.supervisord.common.ProcessState.UNKNOWN;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.supervisord.common.ProcessState;

/**
 * The table of a process's life: for a state and an occurrence, the next state and what is done on
 * the way. What the table lacks can't happen. docs/lifecycle.md prints it.
 */
final class LifeCycle {
    /** A line of the table. */
    record Row(ProcessState state, Occurrence occurrence, ProcessState next, Backoff backoff) {}

    /** What becomes of the count of starts that have failed one after the other. */
    enum Backoff {
        KEEP,
        RESET,
        COUNT
    }

    private static final List<Row> ROWS = new ArrayList<>();
    private static final Map<ProcessState, Map<Occurrence, Row>> TABLE =
            new EnumMap<>(ProcessState.class);

    static {
        on(STOPPED, Occurrence.START).to(STARTING);
        on(EXITED, Occurrence.START).to(STARTING);
        on(FATAL, Occurrence.START).to(STARTING);
        on(BACKOFF, Occurrence.START).to(STARTING);

        on(STARTING, Occurrence.START_SECONDS_PASSED).to(RUNNING, Backoff.RESET);
        on(STARTING, Occurrence.SPAWN_FAILED).to(BACKOFF, Backoff.COUNT);
        on(STARTING, Occurrence.EXITED_TOO_QUICKLY).to(BACKOFF, Backoff.COUNT);
        on(STARTING, Occurrence.STOP).to(STOPPING);
        on(STARTING, Occurrence.SIGNAL_FAILED).to(UNKNOWN);

        on(RUNNING, Occurrence.EXITED).to(EXITED, Backoff.RESET);
        on(RUNNING, Occurrence.STOP).to(STOPPING);
        on(RUNNING, Occurrence.SIGNAL_FAILED).to(UNKNOWN);

        on(BACKOFF, Occurrence.STOP).to(STOPPED);
        on(BACKOFF, Occurrence.RETRIES_SPENT).to(FATAL, Backoff.RESET);

        on(STOPPING, Occurrence.ENDED).to(STOPPED);
        on(STOPPING, Occurrence.GIVEN_UP).to(FATAL, Backoff.RESET);
        on(STOPPING, Occurrence.SIGNAL_FAILED).to(UNKNOWN);

        on(EXITED, Occurrence.GIVEN_UP).to(FATAL, Backoff.RESET);

        // what can't be signalled may still end, and is known again then
        on(UNKNOWN, Occurrence.EXITED).to(EXITED, Backoff.RESET);
    }

    private LifeCycle() {}

    /** All lines, in the order in which they are to be read. */
    static List<Row> rows() {
        return List.copyOf(ROWS);
    }

    /** The line for a state and an occurrence, if there is one. */
    static Optional<Row> row(ProcessState state, Occurrence occurrence) {
        return Optional.ofNullable(TABLE.getOrDefault(state, Map.of()).get(occurrence));
    }

    private static Start on(ProcessState state, Occurrence occurrence) {
        return new Start(state, occurrence);
    }

    /** A line that still lacks its outcome. */
    private record Start(ProcessState state, Occurrence occurrence) {
        void to(ProcessState next) {
            to(next, Backoff.KEEP);
        }

        void to(ProcessState next, Backoff backoff) {
            Row row = new Row(state, occurrence, next, backoff);
            ROWS.add(row);
            Row before =
                    TABLE.computeIfAbsent(state, s -> new EnumMap<>(Occurrence.class))
                            .put(occurrence, row);
            if (before != null) {
                throw new IllegalStateException("two lines for " + state + " " + occurrence);
            }
        }
    }
}
