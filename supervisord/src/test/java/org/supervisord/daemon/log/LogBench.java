package org.supervisord.daemon.log;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.supervisord.config.DaemonSettings;
import org.supervisord.config.SyslogSettings;
import org.supervisord.daemon.fatal.FatalBench;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.EventLoop;

/** What logs need, on a real loop, and what they tell of their troubles. */
public final class LogBench implements Closeable {
    public final List<String> told = new ArrayList<>();
    public final FatalBench fatal = new FatalBench();
    public final EventLoop loop;
    public final StandardStreams standard;
    public final LogWorld world;
    public final LogSinks logs;

    public LogBench() {
        try {
            loop = new EventLoop(Clock.system(), (what, e) -> told.add(what + ": " + e));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        standard = new StandardStreams(loop, told::add);
        world = world(SyslogSettings.LOCAL);
        logs = new LogSinks(world, told::add);
    }

    /** What logs share, with a syslog there. */
    LogWorld world(SyslogSettings settings) {
        return new LogWorld(
                loop,
                standard,
                new Syslog(settings, "the-host", loop, told::add),
                fatal.reasons,
                Disposal.atOnce());
    }

    /** The activity log that these settings describe. */
    public ActivityLogFile activityLog(DaemonSettings settings) {
        return new ActivityLogFile(settings, world);
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
