package org.supervisord.daemon.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.Timer;

/**
 * One client. Requests are taken one after the other: the next is looked at when the answer to the
 * one before is on its way in full, so that what a client can make us hold is one buffer of unread
 * bytes, one body and one answer.
 */
final class HttpConnection {
    private enum Phase {
        /** Waiting for a request's head. */
        HEAD,
        /** Waiting for a request's body. */
        BODY,
        /** The handler has the request. */
        HANDLING,
        /** An answer is being written. */
        WRITING,
        /** An answer without a known end is being written. */
        STREAMING,
        /** All is said; waiting for the client to see that. */
        LINGERING,
        CLOSED
    }

    private final HttpServer server;
    private final EventLoop loop;
    private final SocketChannel channel;
    private final InputBuffer input = new InputBuffer(HttpLimits.LINE_BYTES);
    private final RequestHeadReader heads;
    private final ReplyWriter output;
    private final String client;
    private SelectionKey key;
    private Phase phase = Phase.HEAD;
    private RequestHead head;
    private BodyReader body;
    private StreamedBody stream;
    private boolean streamIsDry;
    private boolean inputEnded;
    private boolean closesAfterAnswer;
    private boolean advancing;
    private boolean servedBefore;
    private boolean resting;
    private Timer deadline;

    HttpConnection(HttpServer server, EventLoop loop, SocketChannel channel, String client) {
        this.server = server;
        this.loop = loop;
        this.channel = channel;
        this.client = client;
        this.heads = new RequestHeadReader(input, server.limits());
        this.output = new ReplyWriter(loop.clock());
    }

    void open() throws IOException {
        key = loop.register(channel, SelectionKey.OP_READ, this::ready);
        arm(server.limits().requestTime(), this::tooSlow);
    }

    /** Whether it would be missed least: no request has come in full. */
    boolean isIdle() {
        return phase == Phase.HEAD;
    }

    /** Whether a request was answered here. */
    boolean hasServed() {
        return servedBefore;
    }

    void close() {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        disarm();
        releaseBody();
        if (stream != null) {
            stream.close();
            stream = null;
        }
        try {
            channel.close();
        } catch (IOException ignored) {
            // nobody is there to be told
        }
        server.closed(this);
    }

    private void ready(SelectionKey ready) {
        try {
            if (ready.isReadable()) {
                readMore();
            }
            if (phase != Phase.CLOSED && ready.isWritable()) {
                writeMore();
            }
            advance();
        } catch (IOException gone) {
            close();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void readMore() throws IOException {
        if (phase == Phase.LINGERING) {
            input.clear();
        }
        if (input.isFull() || input.fill(channel) >= 0) {
            return;
        }
        inputEnded = true;
        switch (phase) {
            // it may have closed one direction only, and want the answers to what it sent
            case HEAD, BODY, WRITING -> {}
            case HANDLING, STREAMING, LINGERING, CLOSED -> close();
        }
    }

    /** Goes on as far as what was received and what the client takes allow. */
    private void advance() throws IOException {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            boolean moved = true;
            while (moved) {
                moved = step();
            }
        } finally {
            advancing = false;
        }
        updateInterest();
    }

    /** Whether something happened, so that more may be possible. */
    private boolean step() throws IOException {
        try {
            return switch (phase) {
                case HEAD -> readHead() || endedEarly();
                case BODY -> readBody() || endedEarly();
                case WRITING -> finishAnswer();
                case STREAMING -> pump();
                case HANDLING, LINGERING, CLOSED -> false;
            };
        } catch (Refusal refusal) {
            refuse(refusal);
            return true;
        }
    }

    private boolean endedEarly() {
        if (inputEnded) {
            close();
        }
        return false;
    }

    private boolean readHead() throws Refusal, IOException {
        if (resting && input.hasData()) {
            resting = false;
            arm(server.limits().requestTime(), this::tooSlow);
        }
        Optional<RequestHead> read = heads.read();
        if (read.isEmpty()) {
            return false;
        }
        head = read.get();
        closesAfterAnswer = !head.keepsAlive();
        if (!server.admits(head)) {
            closesAfterAnswer = true;
            answer(
                    HttpResponse.error(HttpStatus.UNAUTHORIZED)
                            .with("WWW-Authenticate", "Basic realm=\"default\""));
            return true;
        }
        body = new BodyReader(input, head.length(), server.limits(), server.bodies());
        if (head.wantsContinue() && !input.hasData()) {
            output.addContinue();
            output.write(channel);
        }
        phase = Phase.BODY;
        return true;
    }

    private boolean readBody() throws Refusal {
        if (!body.read()) {
            return false;
        }
        disarm();
        phase = Phase.HANDLING;
        Answer answer = new Answer();
        try {
            server.handler().handle(head.withBody(body.bytes()), answer);
        } catch (RuntimeException e) {
            server.failed(head.requestLine(), e);
            if (!answer.given) {
                answer.respond(HttpResponse.error(HttpStatus.INTERNAL_SERVER_ERROR));
            }
        }
        return true;
    }

    private void refuse(Refusal refusal) {
        server.refused(client, refusal);
        closesAfterAnswer = true;
        answer(HttpResponse.error(refusal.status()));
    }

    private void tooSlow() {
        try {
            if (phase == Phase.BODY || input.hasData()) {
                refuse(new Refusal(HttpStatus.REQUEST_TIME_OUT, "incomplete request"));
                advance();
            } else {
                close();
            }
        } catch (IOException gone) {
            close();
        }
    }

    private HttpVersion version() {
        return head == null ? HttpVersion.HTTP_1_1 : head.version();
    }

    private ReplyWriter.Ending ending() {
        if (closesAfterAnswer) {
            return ReplyWriter.Ending.CLOSE;
        }
        return version() == HttpVersion.HTTP_1_0
                ? ReplyWriter.Ending.KEEP_SAYING_SO
                : ReplyWriter.Ending.KEEP;
    }

    private void answer(HttpResponse response) {
        releaseBody();
        boolean sendsBody = head == null || !head.method().equals("HEAD");
        var length = new Headers.Field("Content-Length", Integer.toString(response.body().length));
        output.add(version(), response, length, ending(), sendsBody);
        server.answered(client, head, response.status());
        phase = Phase.WRITING;
        arm(server.limits().writeTime(), this::close);
    }

    private void answer(HttpResponse response, BodySource source) {
        releaseBody();
        streamIsDry = false;
        boolean chunked = version() == HttpVersion.HTTP_1_1;
        closesAfterAnswer |= !chunked;
        stream = new StreamedBody(source, chunked);
        try {
            source.onMore(this::more);
        } catch (IOException e) {
            server.failed(head.requestLine(), e);
            stream.close();
            stream = null;
            answer(HttpResponse.error(HttpStatus.SERVICE_UNAVAILABLE));
            return;
        }
        var coding = chunked ? new Headers.Field("Transfer-Encoding", "chunked") : null;
        output.add(version(), response, coding, ending(), false);
        server.answered(client, head, response.status());
        phase = Phase.STREAMING;
    }

    private void releaseBody() {
        if (body != null) {
            body.release();
            body = null;
        }
    }

    private void writeMore() throws IOException {
        if (output.write(channel) > 0 && phase == Phase.WRITING) {
            arm(server.limits().writeTime(), this::close);
        }
    }

    private boolean finishAnswer() throws IOException {
        output.write(channel);
        if (!output.isEmpty()) {
            return false;
        }
        servedBefore = true;
        if (closesAfterAnswer) {
            linger();
        } else {
            phase = Phase.HEAD;
            head = null;
            resting = true;
            arm(server.limits().idleTime(), this::close);
        }
        return true;
    }

    /**
     * Lets the client read to the end before the connection goes: closing while bytes of it are
     * unread here would make its kernel drop our answer. Source: RFC 9112 §9.6.
     */
    private void linger() throws IOException {
        if (inputEnded) {
            close();
            return;
        }
        phase = Phase.LINGERING;
        input.clear();
        channel.shutdownOutput();
        arm(HttpLimits.LINGER, this::close);
    }

    private boolean pump() throws IOException {
        // one buffer a turn, so that a quick reader of a long log leaves time for the others
        output.write(channel);
        if (!output.isEmpty()) {
            return false;
        }
        if (stream.isEnded()) {
            stream.close();
            stream = null;
            return endStream();
        }
        ByteBuffer bytes;
        try {
            bytes = stream.next();
        } catch (IOException e) {
            server.failed(head.requestLine(), e);
            throw e;
        }
        streamIsDry = !bytes.hasRemaining();
        if (!streamIsDry) {
            output.add(bytes);
            output.write(channel);
        }
        return stream.isEnded();
    }

    private boolean endStream() throws IOException {
        phase = Phase.WRITING;
        return finishAnswer();
    }

    private void more() {
        if (phase == Phase.STREAMING && output.isEmpty()) {
            try {
                advance();
            } catch (IOException gone) {
                close();
            }
        }
    }

    private void updateInterest() {
        if (phase == Phase.CLOSED || !key.isValid()) {
            return;
        }
        boolean full = input.isFull() && phase != Phase.LINGERING;
        int read = full || inputEnded ? 0 : SelectionKey.OP_READ;
        boolean streamsOn = phase == Phase.STREAMING && !streamIsDry;
        int write = output.isEmpty() && !streamsOn ? 0 : SelectionKey.OP_WRITE;
        key.interestOps(read | write);
    }

    private void arm(Duration time, Runnable what) {
        disarm();
        deadline = loop.after(time, what);
    }

    private void disarm() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    /** The right to answer one request, once. */
    private final class Answer implements Responder {
        private boolean given;

        @Override
        public void respond(HttpResponse response) {
            if (take()) {
                answer(response);
                proceed();
            }
        }

        @Override
        public void stream(HttpResponse response, BodySource source) {
            if (take()) {
                answer(response, source);
                proceed();
            } else {
                source.close();
            }
        }

        private boolean take() {
            if (given) {
                throw new IllegalStateException("answered twice: " + head);
            }
            given = true;
            return phase == Phase.HANDLING;
        }

        private void proceed() {
            try {
                advance();
            } catch (IOException gone) {
                close();
            }
        }
    }
}
