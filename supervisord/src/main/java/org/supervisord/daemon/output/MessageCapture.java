package org.supervisord.daemon.output;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

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
    private byte[] captured = NOTHING;
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
        waiting = joined(waiting, data, 0);
        while (true) {
            byte[] token = capturing ? END : BEGIN;
            // what is no longer than a token stays until there is more, whatever it is
            if (waiting.length <= token.length) {
                return;
            }
            byte[] all = waiting;
            waiting = NOTHING;
            int at = indexOf(all, token);
            if (at < 0) {
                int kept = prefixAtEnd(all, token);
                pass(Arrays.copyOf(all, all.length - kept));
                waiting = Arrays.copyOfRange(all, all.length - kept, all.length);
                return;
            }
            pass(Arrays.copyOf(all, at));
            toggle();
            waiting = Arrays.copyOfRange(all, at + token.length, all.length);
        }
    }

    /** What it has seen and not passed on. */
    CaptureSnapshot snapshot() {
        return new CaptureSnapshot(waiting, captured, capturing);
    }

    /** Goes on where the capture of a former program was. */
    void resume(CaptureSnapshot former) {
        waiting = former.waiting();
        captured = former.captured();
        capturing = former.capturing();
    }

    /**
     * There will be no more. A message that is not complete is lost.
     *
     * @return text that was waiting for more
     */
    byte[] end() {
        byte[] rest = NOTHING;
        if (Arrays.equals(waiting, capturing ? END : BEGIN)) {
            toggle();
        } else if (!capturing) {
            rest = waiting;
        }
        waiting = NOTHING;
        captured = NOTHING;
        return rest;
    }

    private void pass(byte[] data) {
        if (data.length == 0) {
            return;
        }
        if (capturing) {
            keep(inMessage.apply(data));
        } else {
            text.accept(data);
        }
    }

    /** Keeps within the limit by dropping as many of the oldest bytes as new ones come. */
    private void keep(byte[] data) {
        int dropped =
                captured.length + data.length > maxbytes
                        ? Math.min(data.length, captured.length)
                        : 0;
        captured = joined(captured, data, dropped);
    }

    private void toggle() {
        capturing = !capturing;
        if (!capturing) {
            message.accept(captured);
            captured = NOTHING;
        }
    }

    private static byte[] joined(byte[] first, byte[] second, int dropped) {
        ByteArrayOutputStream out =
                new ByteArrayOutputStream(first.length - dropped + second.length);
        out.write(first, dropped, first.length - dropped);
        out.write(second, 0, second.length);
        return out.toByteArray();
    }

    private static int indexOf(byte[] data, byte[] token) {
        for (int i = 0; i + token.length <= data.length; i++) {
            if (Arrays.equals(data, i, i + token.length, token, 0, token.length)) {
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
