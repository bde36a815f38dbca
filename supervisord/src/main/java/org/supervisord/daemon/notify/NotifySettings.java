package org.supervisord.daemon.notify;

import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a service manager has put into the daemon's environment. Sources: sd_notify(3),
 * sd_watchdog_enabled(3).
 *
 * @param socket where it listens: a path, or a name without a file that begins with {@code @};
 *     empty when nobody does
 * @param watchdog how long the daemon may be silent, empty for ever
 * @param problems what can't be used, in one line each
 */
public record NotifySettings(
        Optional<String> socket, Optional<Duration> watchdog, List<String> problems) {
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String WATCHDOG = "WATCHDOG_USEC";
    private static final String WATCHDOG_PID = "WATCHDOG_PID";

    /** In microseconds: beyond this it is as good as never, and can't be counted in nanoseconds. */
    private static final BigInteger LONGEST =
            BigInteger.valueOf(Duration.ofDays(36_500).toSeconds() * 1_000_000);

    /**
     * Reads them.
     *
     * @param pid the daemon's; a watchdog that is meant for another process is none
     */
    public static NotifySettings of(Map<String, String> environment, long pid) {
        List<String> problems = new ArrayList<>();
        Optional<String> socket = given(environment, SOCKET);
        if (socket.isPresent() && !socket.get().matches("(?s)[/@].+")) {
            problems.add(
                    "NOTIFY_SOCKET is '" + socket.get() + "', which is neither a path nor a name");
            socket = Optional.empty();
        }
        Optional<Duration> watchdog = Optional.empty();
        Optional<String> usec = given(environment, WATCHDOG);
        boolean mine =
                given(environment, WATCHDOG_PID).map(Long.toString(pid)::equals).orElse(true);
        if (socket.isPresent() && usec.isPresent() && mine) {
            watchdog = microseconds(usec.get());
            if (watchdog.isEmpty()) {
                problems.add("WATCHDOG_USEC is '" + usec.get() + "', which is no number above 0");
            }
        }
        return new NotifySettings(socket, watchdog, List.copyOf(problems));
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    private static Optional<Duration> microseconds(String text) {
        if (!text.matches("[0-9]{1,40}")) {
            return Optional.empty();
        }
        long microseconds = new BigInteger(text).min(LONGEST).longValue();
        return Optional.of(Duration.of(microseconds, ChronoUnit.MICROS)).filter(it -> !it.isZero());
    }

    /**
     * An environment for programs: they are not the service, and must not speak for it. All else is
     * as it was.
     */
    public static Map<String, String> removedFrom(Map<String, String> environment) {
        Map<String, String> others = new LinkedHashMap<>(environment);
        others.keySet().removeAll(List.of(SOCKET, WATCHDOG, WATCHDOG_PID));
        return others;
    }
}
