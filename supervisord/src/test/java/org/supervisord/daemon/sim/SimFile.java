package org.supervisord.daemon.sim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import org.supervisord.daemon.log.StandInFile;
import org.supervisord.daemon.posix.PosixFailures;

/** An open file, for reading or for appending. */
final class SimFile extends StandInFile {
    private final SimDisk disk;
    private final String name;
    private final SimDisk.Node node;
    private final boolean forWriting;
    private long position;

    SimFile(SimDisk disk, String name, SimDisk.Node node, boolean forWriting) {
        this.disk = disk;
        this.name = name;
        this.node = node;
        this.forWriting = forWriting;
    }

    private void mustBeOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public int write(ByteBuffer data) throws IOException {
        mustBeOpen();
        if (!forWriting) {
            throw new java.nio.channels.NonWritableChannelException();
        }
        int errno = disk.errno(Weather.Call.WRITE_FILE, name);
        if (errno == Weather.ENOSPC && data.remaining() > 1 && data.remaining() % 2 == 0) {
            // the last block takes a part of it
            return append(data, data.remaining() / 2);
        } else if (errno != 0) {
            byte[] refused = new byte[data.remaining()];
            data.duplicate().get(refused);
            disk.writing().refused(name, refused);
            throw PosixFailures.channel(errno);
        }
        return append(data, data.remaining());
    }

    private int append(ByteBuffer data, int count) {
        byte[] bytes = new byte[count];
        data.get(bytes);
        node.content().add(bytes);
        disk.writing().written(name, bytes);
        disk.writing().grown(name, node.content().length());
        return count;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = read(target, position);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public int read(ByteBuffer target, long from) throws IOException {
        mustBeOpen();
        return node.content().read(from, target);
    }

    @Override
    public long size() throws IOException {
        mustBeOpen();
        int errno = disk.errno(Weather.Call.STAT, name);
        if (errno != 0) {
            throw PosixFailures.channel(errno);
        }
        return node.content().length();
    }

    @Override
    protected void implCloseChannel() throws IOException {
        disk.closed(this);
        int errno = disk.errno(Weather.Call.CLOSE, name);
        if (errno != 0) {
            throw PosixFailures.channel(errno);
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long there) {
        position = there;
        return this;
    }

    @Override
    public FileChannel truncate(long size) {
        node.content().truncate(Math.toIntExact(size));
        return this;
    }

    @Override
    public void force(boolean metaData) {}

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return read(targets[offset]);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        return write(sources[offset]);
    }

    @Override
    public int write(ByteBuffer source, long there) throws IOException {
        return write(source);
    }
}
