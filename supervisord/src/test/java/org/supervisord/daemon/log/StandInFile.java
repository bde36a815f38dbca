package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Something in the place of a file, of which nobody wants more than its makers say. */
public abstract class StandInFile extends FileChannel {
    @Override
    public int read(ByteBuffer target) throws IOException {
        throw new AssertionError();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        throw new AssertionError();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        throw new AssertionError();
    }

    @Override
    public long position() throws IOException {
        throw new AssertionError();
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        throw new AssertionError();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        throw new AssertionError();
    }

    @Override
    public void force(boolean metaData) throws IOException {
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
    public int read(ByteBuffer target, long position) throws IOException {
        throw new AssertionError();
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
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
