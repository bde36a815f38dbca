package org.supervisord.daemon.children;

import java.io.IOException;
import java.util.function.Consumer;
import org.supervisord.common.PythonRepr;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.output.OutputListener;
import org.supervisord.daemon.posix.FileError;
import org.supervisord.daemon.process.ManagedProcess;

/** Makes events and lines of the activity log of what a child says. */
final class OutputEvents implements OutputListener {
    private final ManagedProcess process;
    private final int pid;
    private final Event.Channel channel;
    private final Consumer<Event> events;
    private final ActivityLog log;

    /** What is said on one channel of the child with this pid. */
    OutputEvents(
            ManagedProcess process,
            int pid,
            Event.Channel channel,
            Consumer<Event> events,
            ActivityLog log) {
        this.process = process;
        this.pid = pid;
        this.channel = channel;
        this.events = events;
        this.log = log;
    }

    @Override
    public void output(byte[] data) {
        events.accept(new Event.ProcessLog(process.fullName(), pid, channel, data));
    }

    @Override
    public void message(byte[] data) {
        events.accept(new Event.ProcessCommunication(process.fullName(), pid, channel, data));
        log.debug(PythonRepr.of(process.name()) + " " + channel + " emitted a comm event");
    }

    @Override
    public void debug(byte[] data) {
        log.debug(
                PythonRepr.of(process.name())
                        + " "
                        + channel
                        + " output:\n"
                        + PythonRepr.decoded(data));
    }

    @Override
    public void unreadable(IOException why) {
        log.error(
                "can't read "
                        + channel
                        + " of "
                        + process.fullName()
                        + ": "
                        + FileError.text(why)
                        + "; it is tried again");
    }
}
