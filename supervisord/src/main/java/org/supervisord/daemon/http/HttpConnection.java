package org.supervisord.daemon.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.loop.EventLoop;

/**
 * One client. Requests are taken one after the other: the next is looked at when the answer to the
 * one before is on its way in full, so that what a client can make us hold is one buffer of unread
 * bytes, one body and one answer.
 */
final class HttpConnection {
    private final HttpServer server;
    private final EventLoop loop;
    private final Wire wire;
    private final HttpHandler handler;
    private final RequestReader requests;
    private final AnswerSender answers;
    private final String client;
    private final Deadline deadline;
    private SelectionKey key;
    private Phase phase = Phase.HEAD;
    private boolean closesAfterAnswer;
    private boolean advancing;
    private boolean servedBefore;
    private boolean resting;

    HttpConnection(
            HttpServer server, EventLoop loop, Wire wire, HttpHandler handler, String client) {
        this.server = server;
        this.loop = loop;
        this.wire = wire;
        this.handler = handler;
        this.client = client;
        this.requests = new RequestReader(wire, server.limits(), server.bodies());
        this.answers = new AnswerSender(server, new ReplyWriter(loop.clock(), wire));
        this.deadline = new Deadline(loop);
    }

    void open() throws IOException {
        wire.onReadable(this::proceed);
        key = loop.register(wire.socket(), SelectionKey.OP_READ, this::ready);
        deadline.set(server.limits().requestTime(), this::tooSlow);
    }

    /** Whether it would be missed least: no request has come in full. */
    boolean isIdle() {
        return phase == Phase.HEAD;
    }

    private boolean isBetween() {
        return phase == Phase.HEAD && requests.isBetween();
    }

    /** Whether no request is being dealt with, so that another program could go on here. */
    boolean isQuiet() {
        return isBetween()
                || phase == Phase.LEFT
                || phase == Phase.LINGERING
                || phase == Phase.CLOSED;
    }

    /** No other request is begun from now on; an answer without an end ends. */
    void pause() {
        if (phase == Phase.STREAMING) {
            closesAfterAnswer = true;
            try {
                answers.endStream();
                phase = Phase.WRITING;
                deadline.set(server.limits().writeTime(), this::close);
            } catch (IOException gone) {
                close();
            }
        }
        proceed();
    }

    /** Ends a request that can't be waited for any longer. */
    void giveUp() {
        if (phase == Phase.WRITING) {
            close();
        } else if (!isQuiet()) {
            closesAfterAnswer = true;
            answer(
                    HttpResponse.error(HttpStatus.SERVICE_UNAVAILABLE)
                            .with("X-Reason", "supervisord is being upgraded"));
            proceed();
        }
    }

    /** Goes on after a pause; what was left to another program is handled here once more. */
    void unpause() {
        if (phase == Phase.LEFT) {
            phase = Phase.HANDLING;
            handle();
        }
        proceed();
    }

    /** All that another program needs to go on; empty when it can't, as with encryption. */
    Optional<ConnectionSnapshot> snapshot(Keeper keeper) throws IOException {
        if (!isBetween() && phase != Phase.LEFT || requests.hasEnded() || !wire.canBeHandedOver()) {
            return Optional.empty();
        }
        SocketAddress remote = wire.socket().getRemoteAddress();
        InetSocketAddress inet = remote instanceof InetSocketAddress it ? it : null;
        return Optional.of(
                new ConnectionSnapshot(
                        keeper.keep(wire.socket()),
                        inet == null ? "" : inet.getAddress().getHostAddress(),
                        inet == null ? 0 : inet.getPort(),
                        requests.undone(),
                        servedBefore));
    }

    /** Goes on where a former program was; the wire has what it has not dealt with. */
    void resume(ConnectionSnapshot former) throws IOException {
        open();
        servedBefore = former.hasServed();
        resting = servedBefore && former.unread().length == 0;
        if (resting) {
            deadline.set(server.limits().idleTime(), this::close);
        }
        loop.post(this::proceed);
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
        deadline.cancel();
        requests.releaseBody();
        answers.close();
        try {
            wire.close();
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
            requests.clear();
        }
        if (requests.receive()) {
            return;
        }
        switch (phase) {
            // it may have closed one direction only, and want the answers to what it sent
            case HEAD, CHECKING, BODY, WRITING -> {}
            case HANDLING, LEFT, STREAMING, LINGERING, CLOSED -> close();
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
                moved = step() || readAhead();
            }
        } finally {
            advancing = false;
        }
        updateInterest();
        server.moved();
    }

    /** Goes on for those who come from elsewhere than the selector. */
    private void proceed() {
        try {
            advance();
        } catch (IOException gone) {
            close();
        }
    }

    /** Takes what was received already, of which the selector does not know. */
    private boolean readAhead() throws IOException {
        if (phase == Phase.CLOSED
                || !requests.mayReceiveMore()
                || isHoldingEnough()
                || server.isPaused() && isBetween()) {
            return false;
        }
        int before = requests.length();
        readMore();
        return requests.length() != before || requests.hasEnded();
    }

    private boolean isHoldingEnough() {
        return requests.isFull() && phase != Phase.LINGERING;
    }

    /** Whether something happened, so that more may be possible. */
    private boolean step() throws IOException {
        try {
            return switch (phase) {
                case HEAD -> readHead() || endedEarly();
                case BODY -> readBody() || endedEarly();
                case WRITING -> finishAnswer();
                case STREAMING -> pump();
                case CHECKING, HANDLING, LEFT, LINGERING, CLOSED -> false;
            };
        } catch (Refusal refusal) {
            refuse(refusal);
            return true;
        }
    }

    private boolean endedEarly() {
        if (requests.hasEnded()) {
            close();
        }
        return false;
    }

    private boolean readHead() throws Refusal {
        if (server.isPaused() && isBetween()) {
            return false;
        }
        if (resting && requests.hasData()) {
            resting = false;
            deadline.set(server.limits().requestTime(), this::tooSlow);
        }
        if (!requests.readHead()) {
            return false;
        }
        closesAfterAnswer = !head().keepsAlive();
        phase = Phase.CHECKING;
        CompletableFuture<Boolean> admitted = server.admits(head());
        admitted.whenComplete((yes, tooMany) -> checked(yes, tooMany != null));
        return true;
    }

    private RequestHead head() {
        return requests.head().orElseThrow();
    }

    /** As sent, for the log. */
    private String requestLine() {
        return requests.head().map(RequestHead::requestLine).orElse("");
    }

    private void checked(Boolean admitted, boolean tooMany) {
        if (phase != Phase.CHECKING) {
            return;
        }
        if (tooMany) {
            refuse(new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "too many passwords to check"));
        } else if (admitted) {
            phase = Phase.BODY;
            askForBody();
        } else {
            closesAfterAnswer = true;
            answer(
                    HttpResponse.error(HttpStatus.UNAUTHORIZED)
                            .with("WWW-Authenticate", "Basic realm=\"default\""));
        }
        proceed();
    }

    private void askForBody() {
        try {
            if (head().wantsContinue() && !requests.hasData()) {
                answers.askForBody();
            }
        } catch (IOException gone) {
            close();
        }
    }

    private boolean readBody() throws Refusal {
        if (!requests.readBody()) {
            return false;
        }
        deadline.cancel();
        phase = Phase.HANDLING;
        handle();
        return true;
    }

    private void handle() {
        Answer answer = new Answer();
        try {
            handler.handle(requests.request(), answer);
        } catch (RuntimeException e) {
            server.failed(requestLine(), e);
            answer.fail(HttpStatus.INTERNAL_SERVER_ERROR);
        } catch (OutOfMemoryError e) {
            // what one client asks for must not be the end of all programs
            server.failed(requestLine(), e);
            answer.fail(HttpStatus.SERVICE_UNAVAILABLE);
        }
    }

    private void refuse(Refusal refusal) {
        server.refused(client, refusal);
        closesAfterAnswer = true;
        answer(HttpResponse.error(refusal.status()));
    }

    private void tooSlow() {
        if (phase == Phase.BODY || requests.hasData()) {
            refuse(new Refusal(HttpStatus.REQUEST_TIME_OUT, "incomplete request"));
            proceed();
        } else {
            close();
        }
    }

    private void answer(HttpResponse response) {
        requests.releaseBody();
        HttpStatus status = answers.send(requests.head(), response, closesAfterAnswer);
        server.answered(client, requestLine(), status);
        phase = Phase.WRITING;
        deadline.set(server.limits().writeTime(), this::close);
    }

    private void answer(HttpResponse response, BodySource source) {
        requests.releaseBody();
        // the end of the connection is the only end of the body that HTTP/1.0 knows
        closesAfterAnswer |= head().version() == HttpVersion.HTTP_1_0;
        try {
            answers.stream(head(), response, closesAfterAnswer, source, this::more);
        } catch (IOException e) {
            server.failed(requestLine(), e);
            answer(HttpResponse.error(HttpStatus.SERVICE_UNAVAILABLE));
            return;
        }
        server.answered(client, requestLine(), response.status());
        phase = Phase.STREAMING;
    }

    private void writeMore() throws IOException {
        if (answers.write() > 0 && phase == Phase.WRITING) {
            deadline.set(server.limits().writeTime(), this::close);
        }
    }

    private boolean finishAnswer() throws IOException {
        answers.write();
        if (!answers.isDone()) {
            return false;
        }
        servedBefore = true;
        if (closesAfterAnswer) {
            linger();
        } else {
            phase = Phase.HEAD;
            requests.next();
            resting = true;
            deadline.set(server.limits().idleTime(), this::close);
        }
        return true;
    }

    /**
     * Lets the client read to the end before the connection goes: closing while bytes of it are
     * unread here would make its kernel drop our answer. Source: RFC 9112 §9.6.
     */
    private void linger() throws IOException {
        if (requests.hasEnded()) {
            close();
            return;
        }
        phase = Phase.LINGERING;
        requests.clear();
        wire.shutdownOutput();
        deadline.set(HttpLimits.LINGER, this::close);
    }

    private boolean pump() throws IOException {
        try {
            answers.pump();
        } catch (AnswerSender.SourceFailed e) {
            server.failed(requestLine(), e);
            throw e;
        }
        return answers.isDone() && endStream();
    }

    private boolean endStream() throws IOException {
        phase = Phase.WRITING;
        return finishAnswer();
    }

    private void more() {
        if (phase == Phase.STREAMING && answers.isEmpty()) {
            proceed();
        }
    }

    private void updateInterest() {
        if (phase == Phase.CLOSED || !key.isValid()) {
            return;
        }
        boolean waits = isHoldingEnough() || server.isPaused() && isBetween();
        int read = requests.wantsMore() && !waits ? SelectionKey.OP_READ : 0;
        int write = answers.wantsToWrite() ? SelectionKey.OP_WRITE : 0;
        key.interestOps(read | write);
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
        public void leave() {
            if (take()) {
                phase = Phase.LEFT;
                server.moved();
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

        /** Says that there is no answer, if there is none. */
        void fail(HttpStatus status) {
            if (!given) {
                respond(HttpResponse.error(status));
            }
        }

        private boolean take() {
            if (given) {
                throw new IllegalStateException("answered twice: " + requestLine());
            }
            given = true;
            return phase == Phase.HANDLING;
        }
    }
}
