package org.supervisord.daemon.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.supervisord.daemon.wire.Wire;

/** Reads the requests of one connection, one after the other: of each the head, then the body. */
final class RequestReader {
    private final HttpLimits limits;
    private final BodyBudget budget;
    private final InputBuffer input = new InputBuffer(HttpLimits.LINE_BYTES);
    private final RequestHeadReader heads;
    private final Wire wire;
    private boolean ended;
    private RequestHead head;
    private BodyReader body;

    RequestReader(Wire wire, HttpLimits limits, BodyBudget budget, KnownHeads known) {
        this.wire = wire;
        this.limits = limits;
        this.budget = budget;
        this.heads = new RequestHeadReader(input, limits, known);
    }

    /**
     * Takes what has come and fits.
     *
     * @return false when nothing will come any more
     */
    boolean receive() throws IOException {
        if (!input.isFull() && input.fill(wire) < 0) {
            ended = true;
        }
        return !ended;
    }

    /** Whether {@link #receive} has nothing to do before something is read. */
    boolean isFull() {
        return input.isFull();
    }

    /** Whether the client will send nothing any more. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether there may be something to receive that the selector does not know of. */
    boolean mayReceiveMore() {
        return !ended && wire.hasUnread() && !waitsForRoom();
    }

    /** Whether to receive as soon as the client sends something. */
    boolean wantsMore() {
        return !ended && !wire.isBusy() && !waitsForRoom();
    }

    /** Whether something has come that is not read yet. */
    boolean hasData() {
        return input.hasData();
    }

    /** How many bytes have come that are not read yet. */
    int length() {
        return input.length();
    }

    /** Forgets what has come. */
    void clear() {
        input.clear();
    }

    /** Whether something of a request has come that is not answered. */
    boolean hasBegun() {
        return head != null || heads.hasBegun();
    }

    /** Whether nothing of a request was read, so that another program could read all of it. */
    boolean isBetween() {
        return head == null && !heads.hasPart();
    }

    /** All that has come and that nobody has dealt with, the present request included. */
    byte[] undone() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        if (head != null) {
            all.writeBytes(head.asSent(body.bytes()));
        }
        all.writeBytes(input.copy());
        all.writeBytes(wire.unread());
        return all.toByteArray();
    }

    /** Reads the next head; whether it has come in full. */
    boolean readHead() throws Refusal {
        head = heads.read().orElse(null);
        return head != null;
    }

    /** The head that was read last, empty while none is known of the request that is coming. */
    Optional<RequestHead> head() {
        return Optional.ofNullable(head);
    }

    /**
     * Reads on in the body; whether it has come in full.
     *
     * @param most bytes that it may have
     * @param sender who is told when there is room for more of it
     */
    boolean readBody(int most, BodyRoom.Sender sender) throws Refusal {
        if (body == null) {
            body =
                    new BodyReader(
                            input,
                            head.length(),
                            limits,
                            most,
                            budget.share(head.length(), sender));
        }
        return body.read();
    }

    /** Whether the body can't be read on before others make room. */
    boolean waitsForRoom() {
        return body != null && body.waitsForRoom();
    }

    /** How many bytes of the body that is coming were taken. */
    long bodyBytes() {
        return body == null ? 0 : body.taken();
    }

    /** The request that has come in full. */
    HttpRequest request() {
        return head.withBody(body.bytes());
    }

    /** To be called when nobody needs the body any longer. */
    void releaseBody() {
        if (body != null) {
            body.release();
            body = null;
        }
    }

    /** To be called when a request is answered. */
    void next() {
        releaseBody();
        head = null;
    }
}
