package org.supervisord.daemon.http;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The requests of one client, one after the other: the next is looked at when the answer to the one
 * before is on its way in full, so that what a client can make us hold is one buffer of unread
 * bytes, one body and one answer.
 */
final class Exchange implements BodyRoom.Sender {
    private final Clients clients;
    private final HttpConnection connection;
    private final HttpHandler handler;
    private final RequestReader requests;
    private final AnswerSender answers;
    private final String client;
    private final Deadline deadline;
    private final Runnable closing;
    private final Runnable tooSlow = this::tooSlow;
    private final BiConsumer<Boolean, Throwable> checked = this::checked;
    private Phase phase = Phase.HEAD;
    private Optional<PendingAnswer> pending = Optional.empty();
    private boolean closesAfterAnswer;
    private boolean servedBefore;
    private boolean resting;

    Exchange(
            Clients clients,
            HttpConnection connection,
            HttpHandler handler,
            RequestReader requests,
            AnswerSender answers,
            String client,
            Deadline deadline) {
        this.clients = clients;
        this.connection = connection;
        this.handler = handler;
        this.requests = requests;
        this.answers = answers;
        this.client = client;
        this.deadline = deadline;
        this.closing = connection::close;
    }

    /** Waits for the first request. */
    void begin() {
        deadline.set(clients.limits().requestTime(), tooSlow);
    }

    /**
     * Waits for another request, as there was one.
     *
     * @param begun whether some of it is there
     */
    void goOn(boolean begun) {
        servedBefore = true;
        if (!begun) {
            rest();
        }
    }

    private void rest() {
        resting = true;
        deadline.set(clients.limits().idleTime(), closing);
    }

    /** The end: nothing is answered any more. */
    void end() {
        phase = Phase.CLOSED;
        deadline.end();
        requests.releaseBody();
        answers.close();
        pending.ifPresent(PendingAnswer::abandon);
    }

    boolean hasEnded() {
        return phase == Phase.CLOSED;
    }

    /** Whether all is said, and what the client still sends is not read. */
    boolean isLingering() {
        return phase == Phase.LINGERING;
    }

    /** Whether a request was answered here. */
    boolean hasServed() {
        return servedBefore;
    }

    /** Whether it would be missed least: no request has come in full. */
    boolean isIdle() {
        return phase == Phase.HEAD;
    }

    /** Whether the client has begun to send a body and does not go on with it. */
    boolean isStalled() {
        return phase == Phase.BODY && !requests.waitsForRoom() && connection.isSilent();
    }

    /** Whether nothing of the next request was read. */
    boolean isBetween() {
        return phase == Phase.HEAD && requests.isBetween();
    }

    /** Whether no request is being dealt with, so that another program could go on here. */
    boolean isQuiet() {
        return isBetween()
                || phase == Phase.LEFT
                || phase == Phase.LINGERING
                || phase == Phase.CLOSED;
    }

    /** Whether another program could go on with what is unread. */
    boolean canBeLeft() {
        return isBetween() || phase == Phase.LEFT;
    }

    /**
     * Whether answers are wanted although the client sends no more: it may have closed one way
     * only.
     */
    boolean wantsAnswers() {
        return phase.wantsAnswers();
    }

    /** No other request is begun from now on; an answer without an end ends. */
    void pause() {
        if (phase == Phase.STREAMING && answers.isEndless()) {
            closesAfterAnswer = true;
            answers.endStream();
            phase = Phase.WRITING;
            deadline.set(clients.limits().writeTime(), closing);
        }
        connection.proceed();
    }

    /** Ends a request that can't be waited for any longer. */
    void giveUp() {
        if (phase == Phase.WRITING || phase == Phase.STREAMING) {
            // the client sees that it has not got all
            connection.close();
        } else if (!isQuiet()) {
            closesAfterAnswer = true;
            send(
                    HttpResponse.error(HttpStatus.SERVICE_UNAVAILABLE)
                            .with("X-Reason", "supervisord is being upgraded"));
            connection.proceed();
        }
    }

    /** Goes on after a pause; what was left to another program is handled here once more. */
    void unpause() {
        if (phase == Phase.LEFT) {
            phase = Phase.HANDLING;
            handle();
        }
        connection.proceed();
    }

    /** Whether something happened, so that more may be possible. */
    boolean step() throws IOException {
        try {
            return switch (phase) {
                case HEAD -> readHead() || endedEarly();
                case BODY -> readBody() || endedEarly();
                case WRITING -> finishAnswer();
                case STREAMING -> pump();
                case CHECKING, HANDLING, LEFT, ANSWERED, LINGERING, CLOSED -> false;
            };
        } catch (Refusal refusal) {
            refuse(refusal);
            return true;
        }
    }

    private boolean endedEarly() {
        if (requests.hasEnded() && !requests.waitsForRoom()) {
            connection.close();
        }
        return false;
    }

    private boolean readHead() throws Refusal {
        if (clients.arePaused() && isBetween()) {
            return false;
        }
        if (resting && requests.hasBegun()) {
            resting = false;
            deadline.set(clients.limits().requestTime(), tooSlow);
        }
        if (!requests.readHead()) {
            return false;
        }
        closesAfterAnswer = !head().keepsAlive();
        phase = Phase.CHECKING;
        clients.admit(head()).whenComplete(checked);
        return true;
    }

    private RequestHead head() {
        return requests.head().orElseThrow();
    }

    /** As sent, for the log. */
    private String requestLine() {
        return requests.head().map(RequestHead::requestLine).orElse("");
    }

    private void checked(Boolean admitted, Throwable tooMany) {
        if (phase != Phase.CHECKING) {
            return;
        }
        if (tooMany != null) {
            refuse(new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "too many passwords to check"));
        } else if (admitted) {
            beginBody();
        } else {
            closesAfterAnswer = true;
            send(
                    HttpResponse.error(HttpStatus.UNAUTHORIZED)
                            .with("WWW-Authenticate", "Basic realm=\"default\""));
        }
        connection.proceed();
    }

    private void beginBody() {
        if (head().length() instanceof BodyLength.Bytes bytes && bytes.count() > mostBodyBytes()) {
            refuse(BodyLength.tooLong(String.valueOf(bytes.count())));
        } else {
            phase = Phase.BODY;
            askForBody();
        }
    }

    private int mostBodyBytes() {
        return handler.mostBodyBytes(head().path());
    }

    private void askForBody() {
        try {
            if (head().wantsContinue() && !requests.hasData()) {
                answers.askForBody();
            }
        } catch (IOException gone) {
            connection.close();
        }
    }

    private boolean readBody() throws Refusal {
        if (!requests.readBody(mostBodyBytes(), this)) {
            return false;
        }
        deadline.clear();
        phase = Phase.HANDLING;
        handle();
        return true;
    }

    private void handle() {
        PendingAnswer answer = new PendingAnswer(this);
        pending = Optional.of(answer);
        try {
            handler.handle(requests.request(), answer);
        } catch (RuntimeException e) {
            clients.failed(requestLine(), e);
            answer.fail(HttpStatus.INTERNAL_SERVER_ERROR);
        } catch (OutOfMemoryError e) {
            // what one client asks for must not be the end of all programs
            clients.failed(requestLine(), e);
            answer.fail(HttpStatus.SERVICE_UNAVAILABLE);
        }
    }

    private void refuse(Refusal refusal) {
        clients.refused(client, refusal);
        closesAfterAnswer = true;
        send(HttpResponse.error(refusal.status()));
    }

    @Override
    public void roomCame() {
        if (phase != Phase.BODY) {
            return;
        }
        // it could say nothing while nobody listened
        connection.heard();
        long before = requests.bodyBytes();
        connection.proceed();
        if (phase == Phase.BODY && requests.bodyBytes() > before) {
            // the time that it has waited for us is its own
            deadline.set(clients.limits().requestTime(), tooSlow);
        }
    }

    @Override
    public void keepsOthersWaiting() {
        if (phase == Phase.BODY) {
            tooSlow();
        }
    }

    private void tooSlow() {
        if (requests.waitsForRoom()) {
            refuse(new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "too many bodies at a time"));
            connection.proceed();
        } else if (requests.hasBegun()) {
            refuse(new Refusal(HttpStatus.REQUEST_TIME_OUT, "incomplete request"));
            connection.proceed();
        } else {
            connection.close();
        }
    }

    private void send(HttpResponse response) {
        requests.releaseBody();
        answers.send(requests.head(), response, closesAfterAnswer);
        phase = Phase.WRITING;
        deadline.set(clients.limits().writeTime(), closing);
    }

    private void send(HttpResponse response, BodySource source) {
        requests.releaseBody();
        // the end of the connection is the only end of the body that HTTP/1.0 knows
        closesAfterAnswer |= head().version() == HttpVersion.HTTP_1_0;
        try {
            answers.stream(head(), response, closesAfterAnswer, source, this::more);
        } catch (IOException e) {
            clients.failed(requestLine(), e);
            send(HttpResponse.error(HttpStatus.SERVICE_UNAVAILABLE));
            return;
        }
        phase = Phase.STREAMING;
    }

    /** Whether there is an answer of which nothing may be written yet. */
    boolean isAnswered() {
        return phase == Phase.ANSWERED;
    }

    /** Whether it can go on as soon as the client takes something. */
    boolean wantsToWrite() {
        return !isAnswered() && answers.wantsToWrite();
    }

    /** Writes what the client takes. */
    void write() throws IOException {
        if (answers.write() > 0 && phase == Phase.WRITING) {
            deadline.set(clients.limits().writeTime(), closing);
        }
    }

    private boolean finishAnswer() throws IOException {
        answers.write();
        if (!answers.isDone()) {
            return false;
        }
        servedBefore = true;
        clients.answered(client, requestLine(), answers.status(), answers.sent());
        if (closesAfterAnswer) {
            linger();
        } else {
            phase = Phase.HEAD;
            requests.next();
            rest();
        }
        return true;
    }

    /**
     * Lets the client read to the end before the connection goes: closing while bytes of it are
     * unread here would make its kernel drop our answer. Source: RFC 9112 §9.6.
     */
    private void linger() throws IOException {
        if (requests.hasEnded()) {
            connection.close();
            return;
        }
        phase = Phase.LINGERING;
        requests.clear();
        connection.shutdownOutput();
        deadline.set(HttpLimits.LINGER, closing);
    }

    private boolean pump() throws IOException {
        try {
            answers.pump();
        } catch (AnswerSender.SourceFailed e) {
            clients.failed(requestLine(), e);
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
            connection.proceed();
        }
    }

    /** Whether an answer that comes now is wanted. */
    boolean waitsForAnswer() {
        return phase == Phase.HANDLING;
    }

    /**
     * Takes an answer that was waited for. The client gets it when the loop has dealt with others
     * who want something: it is awake then, and wants the processor. A long one would take up
     * memory meanwhile.
     */
    void answer(HttpResponse response) {
        send(response);
        if (response.length() > HttpLimits.LONG_ANSWER) {
            connection.proceed();
        } else {
            phase = Phase.ANSWERED;
            connection.proceedLater();
        }
    }

    /** The answer may go out. */
    void beginWriting() {
        if (isAnswered()) {
            phase = Phase.WRITING;
        }
    }

    /** Takes one that comes bit by bit. */
    void answer(HttpResponse response, BodySource source) {
        send(response, source);
        connection.proceed();
    }

    /** Leaves the request to another program. */
    void leave() {
        phase = Phase.LEFT;
        clients.moved();
    }
}
