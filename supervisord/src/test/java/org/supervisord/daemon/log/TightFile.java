package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

/** A file that is only written to, on a disk that does not have room for it all the time. */
final class TightFile extends StandInFile {
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
}
