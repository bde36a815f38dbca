package org.supervisord.daemon.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.supervisord.common.ProcessName;
import org.supervisord.common.ProcessState;
import org.supervisord.common.SupervisorState;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.rpc.Description;
import org.supervisord.daemon.supervision.Supervisor;

/**
 * What the status page tells, as it is at one moment.
 *
 * @param state what the daemon is doing
 * @param problems why it can't do all of its work, empty when it can
 * @param counts how many processes are in each state, of all there are
 * @param groups those that were asked for, sorted
 */
record StatusModel(
        SupervisorState state,
        List<String> problems,
        Map<ProcessState, Integer> counts,
        List<Group> groups) {

    /**
     * A group with the processes that were asked for.
     *
     * @param alone whether it is one process of the same name, so that the group says nothing
     */
    record Group(String name, boolean alone, List<Row> rows) {
        /** How many of its processes are in this state. */
        long count(ProcessState state) {
            return rows.stream().filter(row -> row.state() == state).count();
        }
    }

    /**
     * A process.
     *
     * @param sinceMillis when its present state began to be counted: the start of what runs, the
     *     end of what does not, in milliseconds since 1970; 0 for never
     */
    record Row(
            ProcessName name,
            ProcessState state,
            String description,
            int pid,
            OptionalInt exitStatus,
            long sinceMillis) {
        static Row of(ManagedProcess process, long nowMillis) {
            boolean up = process.state().isRunning() || process.state() == ProcessState.STOPPING;
            return new Row(
                    process.fullName(),
                    process.state(),
                    Description.of(process, nowMillis),
                    process.pid(),
                    process.exitStatus(),
                    up ? process.startedAtMillis() : process.stoppedAtMillis());
        }
    }

    /** In which order processes are shown. */
    enum Sort {
        NAME,
        STATE,
        NEWEST,
        OLDEST;

        static Sort of(String text) {
            for (Sort sort : values()) {
                if (sort.field().equals(text)) {
                    return sort;
                }
            }
            return NAME;
        }

        String field() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Which processes are asked for.
     *
     * @param words all of which are in a process's name, description or state; blanks between them
     * @param state the name of a state, empty for all
     */
    record Wanted(String words, String state, Sort sort) {
        static final Wanted ALL = new Wanted("", "", Sort.NAME);

        /** As many characters of the words are looked at: each process is searched for each. */
        private static final int LONGEST = 1000;

        static Wanted of(Form form) {
            String words = form.get("q", "").strip();
            return new Wanted(
                    words.substring(0, Math.min(words.length(), LONGEST)),
                    form.get("state", "").toUpperCase(Locale.ROOT),
                    Sort.of(form.get("sort", "")));
        }

        /** Tells which rows are wanted. */
        Predicate<Row> filter() {
            List<String> all = List.of(words.toLowerCase(Locale.ROOT).split("\\s+"));
            return row -> hasState(row) && all.stream().allMatch(text(row)::contains);
        }

        private boolean hasState(Row row) {
            return state.isEmpty() || row.state().name().equals(state);
        }

        private static String text(Row row) {
            return (row.name() + " " + row.state() + " " + row.description())
                    .toLowerCase(Locale.ROOT);
        }
    }

    /** Looks at the model now. To be used on the loop's thread. */
    static StatusModel of(
            Supervisor supervisor, List<String> problems, long nowMillis, Wanted wanted) {
        Map<ProcessState, Integer> counts = new EnumMap<>(ProcessState.class);
        List<Group> groups = new ArrayList<>();
        Predicate<Row> filter = wanted.filter();
        for (ProcessGroup group : supervisor.groupsAsAdded()) {
            List<Row> rows = new ArrayList<>();
            for (ManagedProcess process : group.processes()) {
                counts.merge(process.state(), 1, Integer::sum);
                Row row = Row.of(process, nowMillis);
                if (filter.test(row)) {
                    rows.add(row);
                }
            }
            rows.sort(order(wanted.sort()));
            boolean alone =
                    group.processes().size() == 1
                            && group.processes().get(0).name().equals(group.name());
            if (!rows.isEmpty() || wanted.equals(Wanted.ALL)) {
                groups.add(new Group(group.name(), alone, rows));
            }
        }
        groups.sort(Comparator.comparing(Group::name));
        return new StatusModel(supervisor.state(), problems, counts, groups);
    }

    private static Comparator<Row> order(Sort sort) {
        Comparator<Row> byName = Comparator.comparing(row -> row.name().process());
        return switch (sort) {
            case NAME -> byName;
            case STATE ->
                    Comparator.<Row>comparingInt(row -> urgency(row.state())).thenComparing(byName);
            case NEWEST ->
                    Comparator.comparingLong(Row::sinceMillis).reversed().thenComparing(byName);
            case OLDEST -> Comparator.comparingLong(Row::sinceMillis).thenComparing(byName);
        };
    }

    /** What needs somebody comes first. */
    static int urgency(ProcessState state) {
        return switch (state) {
            case FATAL, UNKNOWN -> 0;
            case BACKOFF -> 1;
            case STOPPING, STARTING -> 2;
            case EXITED -> 3;
            case STOPPED -> 4;
            case RUNNING -> 5;
        };
    }

    /** The processes that are their own group, as one list under the same order. */
    List<Row> alone(Sort sort) {
        return groups.stream()
                .filter(Group::alone)
                .flatMap(group -> group.rows().stream())
                .sorted(order(sort))
                .toList();
    }

    /** The groups that are more than one process of the same name. */
    List<Group> realGroups() {
        return groups.stream().filter(group -> !group.alone()).toList();
    }
}
