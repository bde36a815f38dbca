package org.supervisord.daemon;

import static org.supervisord.common.ProcessState.BACKOFF;
import static org.supervisord.common.ProcessState.EXITED;
import static org.supervisord.common.ProcessState.FATAL;
import static org.supervisord.common.ProcessState.RUNNING;
import static org.supervisord.common.ProcessState.STARTING;
import static org.supervisord.common.ProcessState.STOPPED;
import static org.supervisord.common.ProcessState.STOPPING;
import static org.supervisord.common.ProcessState.UNKNOWN;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.supervisord.common.ProcessState;
import org.supervisord.daemon.event.EventListenerPool;
import org.supervisord.daemon.event.PoolCounts;
import org.supervisord.daemon.sim.SimListener;

/** What listeners were told, and what they have dealt with. */
final class EventLedger {
    /** Where each state may lead; not taken from the daemon's own table. */
    private static final Map<ProcessState, Set<ProcessState>> WAYS =
            Map.of(
                    STOPPED, EnumSet.of(STARTING),
                    STARTING, EnumSet.of(RUNNING, BACKOFF, STOPPING, UNKNOWN),
                    RUNNING, EnumSet.of(EXITED, STOPPING, UNKNOWN),
                    BACKOFF, EnumSet.of(STARTING, FATAL, STOPPED),
                    STOPPING, EnumSet.of(STOPPED, FATAL, UNKNOWN),
                    EXITED, EnumSet.of(STARTING, FATAL),
                    FATAL, EnumSet.of(STARTING),
                    UNKNOWN, EnumSet.of(EXITED));

    private final Map<String, Set<String>> received = new HashMap<>();
    private final Map<String, Integer> accepted = new HashMap<>();
    private final Map<String, ProcessState> audited = new HashMap<>();
    private long lastAudited = -1;
    private int life;

    /** A daemon begins, which has told nobody anything. */
    void begin() {
        life++;
        received.clear();
        accepted.clear();
        audited.clear();
        lastAudited = -1;
    }

    SimListener.Hearing hearing(String pool) {
        int born = life;
        return new SimListener.Hearing() {
            @Override
            public void received(Map<String, String> header, String payload) {
                if (born != life) {
                    return; // it could not be ended with its daemon, and has last words in its pipe
                }
                if (!header.get("pool").equals(pool)) {
                    throw new AssertionError(pool + " is told of " + header);
                }
                received.computeIfAbsent(pool, p -> new HashSet<>()).add(header.get("poolserial"));
                if (pool.equals(GeneratedGroups.AUDITOR)) {
                    audit(header, payload);
                }
            }

            @Override
            public void accepted(Map<String, String> header) {
                accepted.merge(pool, 1, Integer::sum);
            }
        };
    }

    /** Each change of state begins where the one before it has ended, and none is left out. */
    private void audit(Map<String, String> header, String payload) {
        long serial = Long.parseLong(header.get("poolserial"));
        if (serial <= lastAudited) {
            return; // told again, as the one who was told first has ended
        }
        if (serial != lastAudited + 1) {
            throw new AssertionError("no event between " + lastAudited + " and " + serial);
        }
        lastAudited = serial;
        Map<String, String> words = new HashMap<>();
        for (String word : payload.strip().split(" ")) {
            words.put(word.split(":")[0], word.split(":")[1]);
        }
        String group = words.get("groupname");
        String event = header.get("eventname");
        if (event.startsWith("PROCESS_GROUP_")) {
            audited.keySet().removeIf(name -> name.startsWith(group + ":"));
            return;
        }
        String name = group + ":" + words.get("processname");
        ProcessState from = ProcessState.valueOf(words.get("from_state"));
        ProcessState to = ProcessState.valueOf(event.substring("PROCESS_STATE_".length()));
        ProcessState before = audited.getOrDefault(name, ProcessState.STOPPED);
        if (from != before || !WAYS.get(from).contains(to)) {
            throw new AssertionError(name + " was " + before + ", and then " + from + " -> " + to);
        }
        audited.put(name, to);
    }

    /** Every event is dealt with, given up and counted, or still to be delivered. */
    void check(List<EventListenerPool> pools, boolean isLeaving, ActivityLines lines) {
        for (EventListenerPool pool : pools) {
            PoolCounts it = pool.counts();
            if (it.received() != it.accepted() + it.dropped() + it.queued() + it.unanswered()) {
                throw new AssertionError("events are lost: " + it);
            }
            // what comes back in the end is not dropped
            int room = it.bufferSize() + (isLeaving ? it.listeners().size() : 0);
            if (it.queued() > room) {
                throw new AssertionError("more events than there is room for: " + it);
            }
            if (it.accepted() > accepted.getOrDefault(pool.name(), 0)) {
                throw new AssertionError("nobody has dealt with so many: " + it);
            }
            lines.checkDropped(pool.name(), it.dropped());
        }
    }

    /** A pool is made anew. */
    void forget(String pool) {
        accepted.remove(pool);
        received.remove(pool);
    }
}
