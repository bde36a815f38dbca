package org.supervisord.daemon.rpc;

import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.supervisord.daemon.log.LocalTime;
import org.supervisord.daemon.process.ManagedProcess;

/** What a process is doing, in a few words for people. */
public final class Description {
    private static final DateTimeFormatter STOPPED_AT =
            DateTimeFormatter.ofPattern("MMM dd hh:mm a", Locale.ENGLISH);

    private Description() {}

    /** The words for a process's present state. */
    public static String of(ManagedProcess process, long nowMillis) {
        return switch (process.state()) {
            case RUNNING ->
                    "pid "
                            + process.pid()
                            + ", uptime "
                            + uptime(nowMillis / 1000 - process.startedAtMillis() / 1000);
            case FATAL, BACKOFF ->
                    process.spawnError()
                            .orElse("unknown error (try \"tail " + process.name() + "\")");
            case STOPPED, EXITED ->
                    process.startedAtMillis() == 0
                            ? "Not started"
                            : STOPPED_AT.format(LocalTime.at(process.stoppedAtMillis()));
            case STARTING, STOPPING, UNKNOWN -> "";
        };
    }

    /** {@code 0:00:05}, {@code 1 day, 0:00:00}. A clock that was set back counts as no time. */
    public static String uptime(long seconds) {
        Duration time = Duration.ofSeconds(Math.max(0, seconds));
        String clock =
                time.toHoursPart()
                        + ":"
                        + twoDigits(time.toMinutesPart())
                        + ":"
                        + twoDigits(time.toSecondsPart());
        long days = time.toDays();
        return days == 0 ? clock : days + (days == 1 ? " day, " : " days, ") + clock;
    }

    private static String twoDigits(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
