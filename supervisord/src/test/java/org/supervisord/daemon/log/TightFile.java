package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

/** A file that is only written to, on a disk that does not have room for it all the time. */
final class TightFile extends FileChannel {
    private final FileChannel file;
    private final FileChannel full;
    private final BooleanSupplier room;
    private final Runnable refused;

    /**
     * The file with room.
     *
     * @param room whether there is
     * @param refused told before a write fails
     */
    TightFile(FileChannel file, BooleanSupplier room, Runnable refused) throws IOException {
        this.file = file;
        this.full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
        this.room = room;
        this.refused = refused;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (room.getAsBoolean()) {
            return file.write(source);
        }
        refused.run();
        return full.write(source);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
        full.close();
    }

    @Override
    public int read(ByteBuffer target) {
        throw new AssertionError();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new AssertionError();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new AssertionError();
    }

    @Override
    public long position() {
        throw new AssertionError();
    }

    @Override
    public FileChannel position(long newPosition) {
        throw new AssertionError();
    }

    @Override
    public FileChannel truncate(long size) {
        throw new AssertionError();
    }

    @Override
    public void force(boolean metaData) {
        throw new AssertionError();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new AssertionError();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new AssertionError();
    }

    @Override
    public int read(ByteBuffer target, long position) {
        throw new AssertionError();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw new AssertionError();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new AssertionError();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new AssertionError();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new AssertionError();
    }
}
