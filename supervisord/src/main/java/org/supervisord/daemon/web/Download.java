package org.supervisord.daemon.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.supervisord.daemon.http.BodySource;
import org.supervisord.daemon.log.LogFileReader;
import org.supervisord.daemon.log.NamedDescriptor;

/** A log as a file, from its beginning to where it ended when it was asked for. */
final class Download implements BodySource {
    private final FileChannel file;
    private final long end;
    private long position;

    private Download(FileChannel file, long end) {
        this.file = file;
        this.end = end;
    }

    /**
     * Opens it.
     *
     * @throws IOException when there is no such regular file, nor {@code /dev/null}
     */
    static Download of(Path log) throws IOException {
        return of(LogFileReader.open(NamedDescriptor.readable(log)));
    }

    /** The same of a file that is open; it is closed when that fails. */
    static Download of(FileChannel file) throws IOException {
        try {
            return new Download(file, file.size());
        } catch (IOException e) {
            close(file);
            throw e;
        }
    }

    @Override
    public void onMore(Runnable more) {
        // all of it is there already
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (position >= end) {
            return -1;
        }
        int room = (int) Math.min(into.remaining(), end - position);
        ByteBuffer part = into.slice(into.position(), room);
        int count = file.read(part, position);
        if (count <= 0) {
            return -1;
        }
        into.position(into.position() + count);
        position += count;
        return count;
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    @Override
    public void close() {
        close(file);
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException ignored) {
            // it was only read
        }
    }
}
