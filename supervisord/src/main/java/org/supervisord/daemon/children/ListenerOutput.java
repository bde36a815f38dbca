package org.supervisord.daemon.children;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.supervisord.config.LogLevel;
import org.supervisord.daemon.event.Listener;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.log.LogSink;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.output.ChildOutput;
import org.supervisord.daemon.output.OutputListener;
import org.supervisord.daemon.output.PipeReader;
import org.supervisord.daemon.posix.FileError;

/** The stdout of an event listener: it is kept as any other, and it is the listener's voice. */
final class ListenerOutput implements PipeReader.Consumer, OutputListener {
    private final Listener listener;
    private final String name;
    private final ChildOutput kept;
    private final ActivityLog log;

    ListenerOutput(
            Listener listener,
            String name,
            List<LogSink> sinks,
            boolean stripAnsi,
            Scheduler scheduler,
            ActivityLog log) {
        this.listener = listener;
        this.name = name;
        this.log = log;
        this.kept =
                new ChildOutput(
                        new ChildOutput.Treatment(0, stripAnsi, false, false),
                        sinks,
                        this,
                        scheduler);
        listener.started();
    }

    /** The part of it that goes to the logs. */
    ChildOutput kept() {
        return kept;
    }

    @Override
    public void take(ByteBuffer data) {
        if (log.tells(LogLevel.DEBUG)) {
            byte[] bytes = new byte[data.remaining()];
            data.duplicate().get(bytes);
            log.debug(Listener.shown(name, bytes));
        }
        kept.take(data.duplicate());
        listener.take(data);
    }

    @Override
    public boolean isCongested() {
        return kept.isCongested();
    }

    @Override
    public void whenRoom(Runnable task) {
        kept.whenRoom(task);
    }

    @Override
    public void unreadable(IOException why) {
        log.error(
                "can't read stdout of "
                        + name
                        + ": "
                        + FileError.text(why)
                        + "; it is tried again");
    }

    @Override
    public void end() {
        kept.end();
    }

    @Override
    public void output(byte[] data) {
        // output of listeners is no event: it would be told to listeners
    }

    @Override
    public void message(byte[] data) {
        // there are no messages in the protocol
    }

    @Override
    public void debug(byte[] data) {
        // told before, together with what the protocol makes of it
    }
}
