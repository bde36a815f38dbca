package org.supervisord.daemon.sim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import org.supervisord.daemon.posix.PosixFailures;

/**
 * A pipe between the daemon and a child. Each byte carries a mark, which only the test sees:
 * whether it is text that is to be found in a log.
 */
public final class SimPipe {
    private final byte[] bytes;
    private final boolean[] marks;
    private final Weather weather;
    private int start;
    private int length;
    private boolean writable = true;
    private boolean readable = true;

    /** Told of text that the daemon has taken from a pipe. */
    public interface Reading {
        /** These bytes were taken, of which the marked ones are text. */
        void taken(byte marked);

        /** The daemon has closed its end, with so many bytes left in the pipe. */
        void closed(int left);
    }

    SimPipe(int capacity, Weather weather) {
        this.bytes = new byte[capacity];
        this.marks = new boolean[capacity];
        this.weather = weather;
    }

    int free() {
        return readable ? bytes.length - length : 0;
    }

    int length() {
        return length;
    }

    /** Whether somebody may still read what is written. */
    boolean isReadable() {
        return readable;
    }

    /** Writes all of it; there must be room. */
    void put(byte[] data, boolean mark) {
        for (byte b : data) {
            put(b, mark);
        }
    }

    private void put(byte b, boolean mark) {
        int at = (start + length) % bytes.length;
        bytes[at] = b;
        marks[at] = mark;
        length++;
    }

    private byte take() {
        byte b = bytes[start];
        start = (start + 1) % bytes.length;
        length--;
        return b;
    }

    /** All that is in it. */
    byte[] takeAll(int most) {
        byte[] all = new byte[Math.min(most, length)];
        for (int i = 0; i < all.length; i++) {
            all[i] = take();
        }
        return all;
    }

    /** Whoever writes has gone. */
    void closeWriter() {
        writable = false;
    }

    /** Whoever reads has gone. */
    void closeReader() {
        readable = false;
        length = 0;
    }

    /** The daemon's end of a pipe that a child writes to. */
    Pipe.SourceChannel source(Reading reading) {
        return new Source(reading);
    }

    /** The daemon's end of a pipe that a child reads. */
    Pipe.SinkChannel sink() {
        return new Sink();
    }

    private void mustBeUnblocked(boolean block) throws IOException {
        int errno = weather.errno(Weather.Call.FCNTL);
        if (errno != 0 && !block) {
            throw PosixFailures.channel(errno);
        }
    }

    private final class Source extends Pipe.SourceChannel implements SimSelector.Readiness {
        private final Reading reading;

        Source(Reading reading) {
            super(null);
            this.reading = reading;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (!isOpen()) {
                throw new ClosedChannelException();
            }
            // what is left in a pipe that nobody writes to can always be read
            int errno = writable ? weather.errno(Weather.Call.READ_PIPE) : 0;
            if (errno == Weather.EAGAIN) {
                return 0;
            } else if (errno != 0) {
                throw PosixFailures.channel(errno);
            }
            if (length == 0) {
                return writable ? 0 : -1;
            }
            int count = weather.part(Math.min(length, target.remaining()));
            for (int i = 0; i < count; i++) {
                boolean mark = marks[start];
                byte b = take();
                target.put(b);
                if (mark) {
                    reading.taken(b);
                }
            }
            return count;
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int count) throws IOException {
            return read(targets[offset]);
        }

        @Override
        public long read(ByteBuffer[] targets) throws IOException {
            return read(targets[0]);
        }

        @Override
        public int readyOps() {
            return length > 0 || !writable ? java.nio.channels.SelectionKey.OP_READ : 0;
        }

        @Override
        protected void implCloseSelectableChannel() {
            reading.closed(length);
            closeReader();
        }

        @Override
        protected void implConfigureBlocking(boolean block) throws IOException {
            mustBeUnblocked(block);
        }
    }

    private final class Sink extends Pipe.SinkChannel implements SimSelector.Readiness {
        Sink() {
            super(null);
        }

        @Override
        public int write(ByteBuffer data) throws IOException {
            if (!isOpen()) {
                throw new ClosedChannelException();
            }
            if (!readable) {
                throw PosixFailures.channel(32);
            }
            if (weather.fails(Weather.Call.WRITE_PIPE)) {
                return 0;
            }
            int count = Math.min(free(), data.remaining());
            for (int i = 0; i < count; i++) {
                put(data.get(), true);
            }
            return count;
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int count) throws IOException {
            return write(sources[offset]);
        }

        @Override
        public long write(ByteBuffer[] sources) throws IOException {
            return write(sources[0]);
        }

        @Override
        public int readyOps() {
            return free() > 0 || !readable ? java.nio.channels.SelectionKey.OP_WRITE : 0;
        }

        @Override
        protected void implCloseSelectableChannel() {
            closeWriter();
        }

        @Override
        protected void implConfigureBlocking(boolean block) throws IOException {
            mustBeUnblocked(block);
        }
    }
}
