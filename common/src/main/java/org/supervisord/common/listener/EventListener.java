package org.supervisord.common.listener;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An event listener's side of the protocol: says that it is ready, waits for an event, and tells
 * what came of it.
 *
 * <pre>{@code
 * EventListener.onStandardStreams().run(event -> {
 *     System.err.println(event.type() + " " + event.payload());
 *     return true;
 * });
 * }</pre>
 *
 * <p>It blocks while it waits. To be used by one thread at a time.
 */
public final class EventListener {
    /** What the {@code len} of a header counts: the pool's option {@code payload_length}. */
    public enum Length {
        CHARACTERS,
        BYTES
    }

    /** Deals with events. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Deals with an event.
         *
         * @return whether it was dealt with; if not, the daemon gives it to a listener again
         * @throws IOException when the listener can't go on: it ends, and the event is given again
         */
        boolean handle(ReceivedEvent event) throws IOException;
    }

    private final InputStream in;
    private final OutputStream out;
    private final Length length;

    /**
     * A listener on streams of its own.
     *
     * @param in where events come from
     * @param out where answers go
     */
    public EventListener(InputStream in, OutputStream out, Length length) {
        this.in = new BufferedInputStream(in);
        this.out = out;
        this.length = length;
    }

    /** A listener on stdin and stdout for a pool without {@code payload_length}. */
    public static EventListener onStandardStreams() {
        return onStandardStreams(Length.CHARACTERS);
    }

    /**
     * A listener on stdin and stdout. Only the protocol may be spoken on stdout, so from now on
     * {@code System.out} is {@code System.err}.
     */
    public static EventListener onStandardStreams(Length length) {
        System.setOut(System.err);
        return new EventListener(System.in, new FileOutputStream(FileDescriptor.out), length);
    }

    /** Deals with events until there will be no more. */
    public void run(Handler handler) throws IOException {
        for (Optional<ReceivedEvent> event = next(); event.isPresent(); event = next()) {
            if (handler.handle(event.get())) {
                accept();
            } else {
                reject();
            }
        }
    }

    /**
     * Says that it is ready, and waits for an event, which is to be answered before the next one.
     *
     * @return empty when stdin was closed: the daemon is gone, or wants no more
     * @throws IOException when that happens in the middle of an event
     */
    public Optional<ReceivedEvent> next() throws IOException {
        say("READY\n");
        Optional<String> header = line();
        if (header.isEmpty()) {
            return Optional.empty();
        }
        ReceivedEvent bare = ReceivedEvent.of(header.get(), "");
        int count = Integer.parseInt(bare.header().getOrDefault("len", "0"));
        return Optional.of(
                new ReceivedEvent(
                        bare.header(),
                        length == Length.BYTES ? text(in.readNBytes(count), count) : chars(count)));
    }

    /** The event was dealt with. */
    public void accept() throws IOException {
        answer("OK");
    }

    /** The event was not dealt with: it will be given again, to this listener or another. */
    public void reject() throws IOException {
        answer("FAIL");
    }

    /** Answers with a result for a pool with a {@code result_handler} of its own. */
    public void answer(String result) throws IOException {
        byte[] bytes = result.getBytes(StandardCharsets.UTF_8);
        say("RESULT " + bytes.length + "\n" + result);
    }

    private void say(String words) throws IOException {
        out.write(words.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private Optional<String> line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (bytes.size() == 0) {
                    return Optional.empty();
                }
                throw new EOFException("in the header of an event");
            }
            bytes.write(b);
        }
        return Optional.of(bytes.toString(StandardCharsets.UTF_8));
    }

    private String chars(int count) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(count);
        for (int left = count; left > 0; left--) {
            int first = mustRead();
            bytes.write(first);
            for (int more = bytesAfter(first); more > 0; more--) {
                bytes.write(mustRead());
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** How many bytes of a character in UTF-8 follow its first. */
    private static int bytesAfter(int first) {
        if (first < 0xc0) {
            return 0;
        }
        return first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    }

    private int mustRead() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("in the payload of an event");
        }
        return b;
    }

    private static String text(byte[] bytes, int wanted) throws IOException {
        if (bytes.length < wanted) {
            throw new EOFException("in the payload of an event");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
