package org.supervisord.daemon.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import org.supervisord.common.ProcessName;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.http.BodySource;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.supervision.Supervisor;

/**
 * Tells open pages what has changed, as server-sent events. Every change has a number; a page says
 * up to which it knows, and gets the rows that have changed since, as they are now. So a page that
 * reads slowly misses steps but never the last state, and what is kept for it is one message and a
 * few results. While nobody looks, a change costs one entry in a map. To be used on the loop's
 * thread alone. Source: the HTML standard, §9.2.
 */
final class StatusFeed {
    /** Changes that come closer together than this are told together. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final int MOST_READERS = 64;
    private static final int MOST_RESULTS = 1 << 20;

    private final Supervisor supervisor;
    private final Scheduler scheduler;
    private final Supplier<StatusModel> model;
    private final String life;
    private final Map<ProcessName, Long> changes = new HashMap<>();
    private final Set<Reader> readers = new LinkedHashSet<>();
    private long revision = 1;
    private long groupsChangedAt;
    private boolean telling;
    private Frame lastFrame = new Frame(0, 0, new byte[0]);

    /** What one page is told that knew one revision, at another. */
    private record Frame(long from, long to, byte[] bytes) {}

    /**
     * A feed of a program's life.
     *
     * @param model gives the counts of the moment
     * @param life tells this program from the one before, which has numbered other changes
     */
    StatusFeed(
            Supervisor supervisor, Scheduler scheduler, Supplier<StatusModel> model, String life) {
        this.supervisor = supervisor;
        this.scheduler = scheduler;
        this.model = model;
        this.life = life;
    }

    /** Something has happened, which may change what pages show. */
    void happened(Event event) {
        if (event instanceof Event.ProcessStateChanged change) {
            changes.put(change.name(), ++revision);
            tellSoon();
        } else if (event instanceof Event.ProcessGroupAdded) {
            groupsChanged();
        } else if (event instanceof Event.ProcessGroupRemoved removed) {
            changes.keySet().removeIf(name -> name.group().equals(removed.group()));
            groupsChanged();
        } else if (event instanceof Event.SupervisorStopping) {
            daemonChanged();
        }
    }

    private void groupsChanged() {
        groupsChangedAt = ++revision;
        tellSoon();
    }

    /** The daemon's own state has changed. */
    void daemonChanged() {
        revision++;
        tellSoon();
    }

    private void tellSoon() {
        if (!telling && !readers.isEmpty()) {
            telling = true;
            scheduler.after(PAUSE, this::tell);
        }
    }

    private void tell() {
        telling = false;
        List.copyOf(readers).forEach(reader -> reader.more.run());
    }

    /** Where a page stands that is written now. */
    String position() {
        return life + "-" + revision;
    }

    /** Tells all open pages what came of a command that took its time. */
    void result(String json) {
        byte[] bytes = event("result", Optional.empty(), json);
        for (Reader reader : List.copyOf(readers)) {
            reader.add(bytes);
        }
    }

    /**
     * A feed for a page that knows all up to a position, or for one that knows nothing.
     *
     * @return empty when too many pages are open
     */
    Optional<BodySource> open(String position) {
        return readers.size() >= MOST_READERS
                ? Optional.empty()
                : Optional.of(new Reader(revisionOf(position)));
    }

    private long revisionOf(String position) {
        String number =
                position.startsWith(life + "-") ? position.substring(life.length() + 1) : "";
        return number.matches("[0-9]{1,18}") ? Math.min(Long.parseLong(number), revision) : 0;
    }

    private byte[] frame(long from) {
        if (lastFrame.from != from || lastFrame.to != revision) {
            lastFrame = new Frame(from, revision, message(from));
        }
        return lastFrame.bytes;
    }

    private byte[] message(long from) {
        if (from < groupsChangedAt || from == 0) {
            return event("groups", Optional.of(position()), "{}");
        }
        long now = scheduler.clock().wallMillis();
        Html summary = Html.fragment();
        StatusPage.summary(summary, model.get());
        StringBuilder data =
                new StringBuilder("{\"summary\":").append(Json.text(summary.toString()));
        data.append(",\"rows\":{");
        String comma = "";
        for (Map.Entry<ProcessName, Long> change : changes.entrySet()) {
            if (change.getValue() > from) {
                Optional<String> row = row(change.getKey(), now);
                if (row.isPresent()) {
                    data.append(comma).append(Json.text(change.getKey().toString()));
                    data.append(':').append(Json.text(row.get()));
                    comma = ",";
                }
            }
        }
        return event("rows", Optional.of(position()), data.append("}}").toString());
    }

    private Optional<String> row(ProcessName name, long now) {
        return supervisor
                .group(name.group())
                .flatMap(group -> group.process(name.process()))
                .map(
                        process -> {
                            Html html = Html.fragment();
                            StatusPage.row(html, StatusModel.Row.of(process, now), "");
                            return html.toString();
                        });
    }

    private static byte[] event(String name, Optional<String> id, String json) {
        return ("event: "
                        + name
                        + "\n"
                        + id.map(it -> "id: " + it + "\n").orElse("")
                        + "data: "
                        + json
                        + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** An open page. */
    private final class Reader implements BodySource {
        private final Queue<byte[]> results = new ArrayDeque<>();
        private Runnable more = () -> {};
        private long known;
        private int waiting;
        private ByteBuffer pending;

        Reader(long known) {
            this.known = known;
            // lets the page know at once that the line is open
            this.pending = ByteBuffer.wrap("retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII));
            readers.add(this);
        }

        @Override
        public void onMore(Runnable run) throws IOException {
            more = run;
        }

        /** Takes a result; one too many is lost, as the state that it led to is told anyway. */
        void add(byte[] result) {
            if (waiting + result.length <= MOST_RESULTS) {
                results.add(result);
                waiting += result.length;
                scheduler.post(() -> more.run());
            }
        }

        @Override
        public int read(ByteBuffer into) {
            if (!pending.hasRemaining()) {
                next();
            }
            int count = Math.min(into.remaining(), pending.remaining());
            into.put(pending.slice().limit(count));
            pending.position(pending.position() + count);
            return count;
        }

        private void next() {
            byte[] result = results.poll();
            if (result != null) {
                waiting -= result.length;
                pending = ByteBuffer.wrap(result);
            } else if (known < revision) {
                byte[] bytes = frame(known);
                known = revision;
                pending = ByteBuffer.wrap(bytes);
            }
        }

        @Override
        public void close() {
            readers.remove(this);
        }
    }
}
