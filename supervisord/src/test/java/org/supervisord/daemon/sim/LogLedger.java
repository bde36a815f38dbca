package org.supervisord.daemon.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What the daemon has read of the text of programs, and what it has written to logs: each byte once
 * and in order, except for those that were lost when something had failed.
 */
public final class LogLedger {
    private final Map<String, Stream> streams = new TreeMap<>();
    private final Set<String> ignored = new HashSet<>();
    private final LongSupplier incidents;

    /**
     * @param incidents how many things have failed on the machine so far
     */
    public LogLedger(LongSupplier incidents) {
        this.incidents = incidents;
    }

    /** A log whose bytes are to be accounted for. */
    public void expect(String log) {
        if (!ignored.contains(log)) {
            stream(log);
        }
    }

    /** Several processes write to a log from now on, in an order that nobody can tell. */
    public void ignore(String log) {
        streams.remove(log);
        ignored.add(log);
    }

    /** A byte that is to be found in the log of this name. */
    public void read(String log, byte data) {
        if (streams.containsKey(log)) {
            stream(log).read(data);
        }
    }

    private Stream stream(String log) {
        return streams.computeIfAbsent(log, name -> new Stream());
    }

    /** Bytes were written to a log. */
    public void written(String log, byte[] data) {
        if (streams.containsKey(log)) {
            stream(log).passed(log, data, true);
        }
    }

    /** Bytes could not be written to a log, and will not be. */
    public void refused(String log, byte[] data) {
        if (streams.containsKey(log)) {
            stream(log).passed(log, data, false);
        }
    }

    /** How many bytes of a log are lost; -1 when that is not known, or not yet. */
    public long lost(String log) {
        return streams.containsKey(log) ? stream(log).lost() : -1;
    }

    /** A log is closed that could not be written: what was not written never will be. */
    public void forfeit(String log) {
        if (streams.containsKey(log)) {
            stream(log).forfeit();
        }
    }

    /** How many bytes are known that are neither written nor lost. */
    public long waiting(String log) {
        return stream(log).waiting();
    }

    /** The logs in which something was to be found. */
    public List<String> logs() {
        return List.copyOf(streams.keySet());
    }

    /** The bytes of one log from the first that is not accounted for. */
    private final class Stream {
        private byte[] pending = new byte[1024];
        private int length;
        private long forgotten;
        private long written;

        /** Where in the pending bytes the log may be; more than one place after a loss. */
        private List<Integer> places = new ArrayList<>(List.of(0));

        private long incidentsSeen;

        void read(byte data) {
            if (length == pending.length) {
                pending = Arrays.copyOf(pending, 2 * length);
            }
            pending[length++] = data;
        }

        void passed(String log, byte[] data, boolean well) {
            List<Integer> next = new ArrayList<>();
            if (incidents.getAsLong() == incidentsSeen) {
                for (int place : places) {
                    addIfMatching(place, data, next);
                }
            } else {
                // whatever is between may be lost
                for (int place = places.get(0); place + data.length <= length; place++) {
                    addIfMatching(place, data, next);
                }
            }
            if (next.isEmpty()) {
                throw new AssertionError(
                        log + " is given what nobody has written there, or twice: " + text(data));
            }
            places = next;
            if (well) {
                written += data.length;
                incidentsSeen = incidents.getAsLong();
            }
            forget();
        }

        private String text(byte[] data) {
            return new String(data, java.nio.charset.StandardCharsets.US_ASCII)
                    + " instead of "
                    + new String(
                            pending,
                            places.get(0),
                            Math.min(100, length - places.get(0)),
                            java.nio.charset.StandardCharsets.US_ASCII);
        }

        private void addIfMatching(int place, byte[] data, List<Integer> places) {
            int end = place + data.length;
            if (end <= length && Arrays.equals(pending, place, end, data, 0, data.length)) {
                places.add(end);
            }
        }

        void forfeit() {
            places = new ArrayList<>(List.of(length));
            forget();
        }

        private void forget() {
            int first = places.get(0);
            if (first > 0 && (first == length || first > 512)) {
                System.arraycopy(pending, first, pending, 0, length - first);
                length -= first;
                forgotten += first;
                places.replaceAll(place -> place - first);
            }
        }

        long lost() {
            return places.size() > 1 ? -1 : forgotten + places.get(0) - written;
        }

        long waiting() {
            return length - places.get(places.size() - 1);
        }
    }
}
