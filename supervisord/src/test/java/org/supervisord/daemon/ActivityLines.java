package org.supervisord.daemon;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisord.daemon.sim.LogLedger;

/** What a simulated daemon says of its doings in its activity log. */
final class ActivityLines {
    private static final Pattern TROUBLE = Pattern.compile("can't write log (\\S+): .*");
    private static final Pattern RECOVERED =
            Pattern.compile("log (\\S+) can be written again, (\\d+) bytes lost");
    private static final Pattern CLOSED =
            Pattern.compile("log (\\S+) is closed, (\\d+) bytes lost");
    private static final Pattern DROPPED =
            Pattern.compile(
                    "pool (\\S+) event buffer overflowed, .*|event \\d+ of pool (\\S+) .*discarding it.*");

    /** The length of what stands before a message: time and level. */
    private static final int TIME = "2026-01-31 12:00:00,123 ".length();

    private final boolean isReliable;
    private final LogLedger logs;
    private final StringBuilder unfinished = new StringBuilder();
    private final Set<String> troubled = new HashSet<>();
    private final Set<String> fatal = new HashSet<>();
    private final Map<String, Integer> dropped = new HashMap<>();
    private int life;

    /**
     * @param isReliable whether the log itself can always be written
     */
    ActivityLines(boolean isReliable, LogLedger logs) {
        this.isReliable = isReliable;
        this.logs = logs;
    }

    /** A daemon begins; answers the number of its life. */
    int begin() {
        life++;
        unfinished.setLength(0);
        troubled.clear();
        fatal.clear();
        dropped.clear();
        return life;
    }

    void written(byte[] data) {
        unfinished.append(new String(data, StandardCharsets.UTF_8));
        for (int end = unfinished.indexOf("\n"); end >= 0; end = unfinished.indexOf("\n")) {
            line(unfinished.substring(0, end));
            unfinished.delete(0, end + 1);
        }
    }

    private void line(String line) {
        if (!isReliable || line.length() < TIME) {
            return;
        }
        String message = line.substring(line.indexOf(' ', TIME) + 1);
        Matcher it = TROUBLE.matcher(message);
        if (it.matches()) {
            must(troubled.add(it.group(1)), "said again: " + message);
            return;
        }
        it = RECOVERED.matcher(message);
        if (it.matches()) {
            must(troubled.remove(it.group(1)), "said in vain: " + message);
            long lost = logs.lost(it.group(1));
            must(
                    lost < 0 || Long.parseLong(it.group(2)) <= lost,
                    "only " + lost + " bytes are lost: " + message);
            return;
        }
        it = CLOSED.matcher(message);
        if (it.matches()) {
            must(troubled.remove(it.group(1)), "said in vain: " + message);
            logs.forfeit(it.group(1));
            long lost = logs.lost(it.group(1));
            must(
                    lost < 0 || Long.parseLong(it.group(2)) <= lost,
                    "only " + lost + " bytes are lost: " + message);
            return;
        }
        it = DROPPED.matcher(message);
        if (it.matches()) {
            dropped.merge(it.group(1) != null ? it.group(1) : it.group(2), 1, Integer::sum);
        }
        must(!message.contains("unexpected failure"), message);
    }

    private static void must(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** The daemon is in trouble, of which it tells once. */
    void fatal(int when, String message) {
        must(when != life || fatal.add(what(message)), "said again: " + message);
    }

    /**
     * Something works again. Those who tell of a life before this one write the last words of
     * children that could not be ended.
     */
    void recovered(int when, String message) {
        if (when != life) {
            return;
        }
        if (message.startsWith("can ")) {
            String what = message.substring("can ".length(), message.lastIndexOf(" again"));
            must(fatal.remove(what), "said in vain: " + message);
        } else {
            String on = message.replaceFirst(" is (gone|not in use), .*", "");
            fatal.removeIf(what -> what.endsWith(on));
        }
    }

    private static String what(String message) {
        String it = message.substring(message.indexOf("can't ") + "can't ".length());
        return it.substring(0, it.indexOf(": "));
    }

    /** Whether a log is known to be unwritable. */
    boolean isTroubled(String log) {
        return !isReliable || troubled.contains(log);
    }

    /** Some are told, and more are counted. */
    void checkDropped(String pool, long count) {
        must(
                !isReliable || count == 0 || dropped.getOrDefault(pool, 0) > 0,
                count + " events of " + pool + " were dropped without a word");
    }
}
