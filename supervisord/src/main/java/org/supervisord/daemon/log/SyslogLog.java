package org.supervisord.daemon.log;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;

/**
 * Makes messages of a program's output, one of each line, with the program's name before it. The
 * beginning of a line waits for its end for a moment.
 */
final class SyslogLog implements LogSink {
    /** A longer line becomes several messages; many a syslog takes no longer ones. */
    static final int LONGEST = 8192;

    static final Duration PATIENCE = Duration.ofSeconds(1);

    private final byte[] prefix;
    private final Syslog syslog;
    private final Scheduler scheduler;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private Timer due = () -> {};

    /** Whether a line was sent, but for its end. */
    private boolean cut;

    SyslogLog(String name, Syslog syslog, Scheduler scheduler) {
        this.prefix = (name + " ").getBytes(StandardCharsets.UTF_8);
        this.syslog = syslog;
        this.scheduler = scheduler;
    }

    @Override
    public void write(ByteBuffer data) {
        due.cancel();
        int end = data.limit();
        // blank lines at the end of a piece are left out, as the reference does it
        while (end > data.position() + 1
                && data.get(end - 1) == '\n'
                && data.get(end - 2) == '\n') {
            end--;
        }
        while (data.position() < end) {
            byte b = data.get();
            if (b == '\n') {
                if (!cut) {
                    send();
                }
                cut = false;
            } else {
                // the end of all text, to many a syslog
                line.write(b == 0 ? '?' : b);
                cut = false;
                if (line.size() == LONGEST) {
                    sendBeginning();
                }
            }
        }
        data.position(data.limit());
        if (line.size() > 0) {
            due = scheduler.after(PATIENCE, this::sendBeginning);
        }
    }

    /** There may be no more of the line than its end. */
    private void sendBeginning() {
        send();
        cut = true;
    }

    private void send() {
        ByteArrayOutputStream text = new ByteArrayOutputStream(prefix.length + line.size());
        text.writeBytes(prefix);
        text.writeBytes(line.toByteArray());
        line.reset();
        syslog.send(Syslog.INFO, text.toByteArray());
    }

    @Override
    public byte[] unsent() {
        return line.toByteArray();
    }

    @Override
    public boolean isCongested() {
        return syslog.isCongested();
    }

    @Override
    public void whenRoom(Runnable task) {
        syslog.whenRoom(task);
    }

    @Override
    public void reopen() {
        syslog.reopen();
    }

    @Override
    public void close() {
        due.cancel();
        if (line.size() > 0) {
            send();
        }
    }
}
