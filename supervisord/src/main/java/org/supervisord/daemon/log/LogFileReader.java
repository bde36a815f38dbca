package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.supervisord.daemon.posix.PlainFile;

/** Reads parts of logs, by the offsets that clients of the interface give. */
public final class LogFileReader {
    /**
     * The most that one answer holds; a client that wants more asks again. Written as XML it may
     * have five times as many bytes.
     */
    public static final int LARGEST_PART = 8 << 20;

    /** How much is read at a time: Java keeps a buffer of its own of as many bytes for good. */
    private static final int READ_AT_A_TIME = 64 << 10;

    private LogFileReader() {}

    /** An offset and a length that make no sense together. */
    public static final class BadRange extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * What is at the end of a log.
     *
     * @param data the bytes
     * @param offset where the log ends
     * @param overflow whether there was more than was asked for
     */
    public record Tail(byte[] data, long offset, boolean overflow) {}

    /**
     * A part of a log.
     *
     * @param offset where it begins; a negative one counts from the end, and goes with length 0
     * @param length how many bytes, 0 for all that follow
     * @throws BadRange when they make no sense together
     */
    public static byte[] read(Path path, long offset, long length) throws IOException, BadRange {
        try (FileChannel file = open(NamedDescriptor.readable(path))) {
            if (offset < 0 && length != 0 || offset >= 0 && length < 0) {
                throw new BadRange();
            }
            long start = offset >= 0 ? offset : Math.max(0, file.size() + offset);
            long wanted = length == 0 ? Long.MAX_VALUE : length;
            return part(file, start, wanted);
        }
    }

    /**
     * The end of a log, by the rules of the interface: when there is more than {@code length} bytes
     * behind {@code offset}, the last {@code length} bytes are given, or as many as one part holds.
     */
    public static Tail tail(Path path, long offset, long length) throws IOException {
        try (FileChannel file = open(NamedDescriptor.readable(path))) {
            long size = file.size();
            long start = offset;
            long wanted = Math.min(length, LARGEST_PART);
            boolean overflow = size > offset + wanted;
            if (overflow) {
                start = size - 1;
            }
            if (start + wanted > size) {
                if (start > size - 1) {
                    wanted = 0;
                }
                start = size - wanted;
            }
            byte[] data = wanted <= 0 ? new byte[0] : part(file, Math.max(0, start), wanted);
            return new Tail(data, size, overflow);
        }
    }

    /**
     * Opens what a log is read from, without ever waiting.
     *
     * @param path see {@link NamedDescriptor#readable}
     * @throws IOException also when it is neither a plain file nor {@code /dev/null}
     */
    public static FileChannel open(Path path) throws IOException {
        return PlainFile.read(path);
    }

    private static byte[] part(FileChannel file, long start, long wanted) throws IOException {
        long available = Math.max(0, file.size() - start);
        int length = (int) Math.min(Math.min(wanted, available), LARGEST_PART);
        ByteBuffer data = ByteBuffer.allocate(length);
        int count = 1;
        // until it is full or the file has become shorter
        while (data.position() < length && count > 0) {
            data.limit(Math.min(length, data.position() + READ_AT_A_TIME));
            count = file.read(data, start + data.position());
        }
        return data.position() < length
                ? Arrays.copyOf(data.array(), data.position())
                : data.array();
    }
}
