package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A log that several write to, as one of them sees it; it is closed when the last one is done. */
final class SharedLog implements LogSink {
    private final LogSink log;
    private final Runnable done;
    private boolean open = true;

    /**
     * One user's view.
     *
     * @param done run once, when this user is done with it
     */
    SharedLog(LogSink log, Runnable done) {
        this.log = log;
        this.done = done;
    }

    @Override
    public void open() throws IOException {
        log.open();
    }

    @Override
    public void write(ByteBuffer data) {
        log.write(data);
    }

    @Override
    public boolean isCongested() {
        return log.isCongested();
    }

    @Override
    public void whenRoom(Runnable task) {
        log.whenRoom(task);
    }

    @Override
    public byte[] unsent() {
        return log.unsent();
    }

    @Override
    public void reopen() {
        // nobody would close it again
        if (open) {
            log.reopen();
        }
    }

    @Override
    public void clear() throws IOException {
        if (open) {
            log.clear();
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            done.run();
        }
    }
}
