package org.supervisord.daemon.output;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.supervisord.common.ByteQueue;

/**
 * Finds the messages in a child's output: what stands between two tokens is not logged, but told.
 */
final class MessageCapture {
    private static final byte[] BEGIN =
            "<!--XSUPERVISOR:BEGIN-->".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "<!--XSUPERVISOR:END-->".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final long maxbytes;
    private final Consumer<byte[]> text;
    private final UnaryOperator<byte[]> inMessage;
    private final Consumer<byte[]> message;

    private byte[] waiting = NOTHING;
    private final ByteQueue captured = new ByteQueue();
    private boolean capturing;

    /**
     * A capture that has seen nothing yet.
     *
     * @param maxbytes how much of a message is kept, in bytes
     * @param text takes what is outside of messages
     * @param inMessage sees each piece of a message and says what of it is kept
     * @param message takes a message that is complete
     */
    MessageCapture(
            long maxbytes,
            Consumer<byte[]> text,
            UnaryOperator<byte[]> inMessage,
            Consumer<byte[]> message) {
        this.maxbytes = maxbytes;
        this.text = text;
        this.inMessage = inMessage;
        this.message = message;
    }

    void take(byte[] data) {
        byte[] all = waiting.length == 0 ? data : joined(waiting, data);
        waiting = NOTHING;
        int from = 0;
        // what is no longer than a token stays until there is more, whatever it is
        while (all.length - from > token().length) {
            int at = indexOf(all, from, token());
            if (at < 0) {
                int kept = prefixAtEnd(all, token());
                pass(all, from, all.length - kept);
                from = all.length - kept;
                break;
            }
            pass(all, from, at);
            from = at + token().length;
            toggle();
        }
        waiting = Arrays.copyOfRange(all, from, all.length);
    }

    private byte[] token() {
        return capturing ? END : BEGIN;
    }

    /** How many bytes it has seen and not passed on. */
    long waitingBytes() {
        return (long) waiting.length + captured.length();
    }

    /** What it has seen and not passed on. */
    CaptureSnapshot snapshot() {
        return new CaptureSnapshot(waiting, captured.first(captured.length()), capturing);
    }

    /** Goes on where the capture of a former program was. */
    void resume(CaptureSnapshot former) {
        waiting = former.waiting();
        captured.add(ByteBuffer.wrap(former.captured()));
        capturing = former.capturing();
    }

    /**
     * There will be no more. A message that is not complete is lost.
     *
     * @return text that was waiting for more
     */
    byte[] end() {
        byte[] rest = NOTHING;
        if (Arrays.equals(waiting, token())) {
            toggle();
        } else if (!capturing) {
            rest = waiting;
        }
        waiting = NOTHING;
        captured.clear();
        return rest;
    }

    private void pass(byte[] all, int from, int to) {
        if (from == to) {
            return;
        }
        byte[] data = Arrays.copyOfRange(all, from, to);
        if (capturing) {
            keep(inMessage.apply(data));
        } else {
            text.accept(data);
        }
    }

    /** Keeps within the limit by dropping as many of the oldest bytes as new ones come. */
    private void keep(byte[] data) {
        if (captured.length() + (long) data.length > maxbytes) {
            captured.skip(Math.min(data.length, captured.length()));
        }
        captured.add(ByteBuffer.wrap(data));
    }

    private void toggle() {
        capturing = !capturing;
        if (!capturing) {
            byte[] whole = captured.first(captured.length());
            captured.clear();
            message.accept(whole);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    private static int indexOf(byte[] data, int from, byte[] token) {
        for (int i = from; i + token.length <= data.length; i++) {
            // to compare a whole range at each place costs many times as much
            if (data[i] == token[0]
                    && Arrays.equals(data, i, i + token.length, token, 0, token.length)) {
                return i;
            }
        }
        return -1;
    }

    /** How many bytes at the end of the data could be the beginning of the token. */
    private static int prefixAtEnd(byte[] data, byte[] token) {
        for (int length = token.length - 1; length > 0; length--) {
            if (Arrays.equals(data, data.length - length, data.length, token, 0, length)) {
                return length;
            }
        }
        return 0;
    }
}
