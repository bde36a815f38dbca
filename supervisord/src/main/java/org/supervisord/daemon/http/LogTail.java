package org.supervisord.daemon.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.supervisord.common.WorkingFolder;
import org.supervisord.daemon.log.LogFileReader;
import org.supervisord.daemon.log.NamedDescriptor;
import org.supervisord.daemon.log.NullDevice;

/**
 * A log file from near its end on, and what is written to it from now on, for ever. When it is
 * rotated, the rest of the old file comes before the new one; when it is truncated, a line says so.
 */
final class LogTail implements BodySource {
    private static final byte[] TRUNCATED =
            "==> File truncated <==\n".getBytes(StandardCharsets.US_ASCII);

    private final Path path;
    private final FileWatch watch;
    private final List<FileWatch.Subscription> subscriptions = new ArrayList<>();
    private FileChannel file;
    private Object fileKey;
    private long position;

    private LogTail(Path path, FileWatch watch) {
        this.path = path;
        this.watch = watch;
    }

    /**
     * Begins with the last bytes of a file, or with all of it if it is shorter.
     *
     * @throws NoSuchFileException when there is no such regular file. Others than {@code /dev/null}
     *     can't be followed: opening a pipe would stop the loop
     */
    static LogTail open(Path path, FileWatch watch, int back) throws IOException {
        LogTail tail = new LogTail(NamedDescriptor.readable(path), watch);
        try {
            tail.openFile();
            tail.position = Math.max(0, tail.file.size() - back);
        } catch (IOException e) {
            tail.close();
            throw e;
        }
        return tail;
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile() && !NullDevice.isBehind(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return attributes;
    }

    private void openFile() throws IOException {
        Object key = attributes(path).fileKey();
        FileChannel opened = LogFileReader.open(path);
        closeFile();
        file = opened;
        position = 0;
        // none if it was replaced in this very moment, so that it is opened again when at its end
        fileKey = null;
        if (key.equals(attributes(path).fileKey())) {
            fileKey = key;
        }
    }

    @Override
    public void onMore(Runnable more) throws IOException {
        Path named = WorkingFolder.absolute(path);
        subscribe(named, more);
        Path real = Files.exists(path) ? named.toRealPath() : named;
        if (!real.equals(named)) {
            subscribe(real, more);
        }
    }

    private void subscribe(Path name, Runnable more) {
        // the kernel would tell of whatever any program throws away there
        if (!name.equals(NullDevice.PATH)) {
            subscriptions.add(watch.subscribe(name, more));
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = readFile(into);
        if (count != 0) {
            return count;
        }
        try {
            if (!attributes(path).fileKey().equals(fileKey)) {
                // nothing is written to the old file after it was replaced, but just before
                count = readFile(into);
                if (count == 0) {
                    openFile();
                    count = readFile(into);
                }
            }
        } catch (NoSuchFileException gone) {
            // between two names; the file that is open may still grow
        }
        return count;
    }

    private int readFile(ByteBuffer into) throws IOException {
        if (file.size() < position) {
            position = 0;
            into.put(TRUNCATED);
            return TRUNCATED.length;
        }
        int count = Math.max(0, file.read(into, position));
        position += count;
        return count;
    }

    @Override
    public void close() {
        subscriptions.forEach(FileWatch.Subscription::cancel);
        subscriptions.clear();
        closeFile();
    }

    private void closeFile() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException ignored) {
            // it was only read
        }
    }
}
