package org.supervisord.daemon.http;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.wire.Wire;

/** The connection of one client: when there is something to read or to write, and its end. */
final class HttpConnection {
    private final Clients clients;
    private final EventLoop loop;
    private final Wire wire;
    private final RequestReader requests;
    private final AnswerSender answers;
    private final Exchange exchange;
    private final Runnable later = this::beginWriting;
    private SelectionKey key;
    private boolean advancing;
    private long heardNanos;

    HttpConnection(Clients clients, EventLoop loop, Wire wire, HttpHandler handler, String client) {
        this.clients = clients;
        this.loop = loop;
        this.wire = wire;
        this.requests =
                new RequestReader(wire, clients.limits(), clients.bodies(), clients.heads());
        this.answers =
                new AnswerSender(
                        clients.answers(),
                        clients.streams(),
                        new ReplyWriter(clients.date(), wire));
        this.exchange =
                new Exchange(clients, this, handler, requests, answers, client, new Deadline(loop));
    }

    void open() throws IOException {
        wire.onReadable(this::proceed);
        key = loop.register(wire.socket(), SelectionKey.OP_READ, this::ready);
        exchange.begin();
    }

    /** How many bytes have come that nobody has dealt with. */
    long waitingBytes() {
        return requests.length() + requests.bodyBytes();
    }

    /** All that another program needs to go on; empty when it can't, as with encryption. */
    Optional<ConnectionSnapshot> snapshot(Keeper keeper) throws IOException {
        if (!exchange.canBeLeft() || requests.hasEnded() || !wire.canBeHandedOver()) {
            return Optional.empty();
        }
        return Optional.of(
                ConnectionSnapshot.of(
                        wire.socket(), keeper, requests.undone(), exchange.hasServed()));
    }

    /** Goes on where a former program was; the wire has what it has not dealt with. */
    void resume(ConnectionSnapshot former) throws IOException {
        open();
        if (former.hasServed()) {
            exchange.goOn(former.unread().length > 0);
        }
        loop.post(this::proceed);
    }

    /** What it is at. */
    Exchange exchange() {
        return exchange;
    }

    void close() {
        if (exchange.hasEnded()) {
            return;
        }
        exchange.end();
        try {
            wire.close();
        } catch (IOException ignored) {
            // nobody is there to be told
        }
        clients.closed(this);
    }

    private void ready(SelectionKey ready) {
        try {
            if (ready.isReadable()) {
                readMore();
            }
            if (!exchange.hasEnded() && ready.isWritable()) {
                exchange.write();
            }
            advance();
        } catch (IOException gone) {
            close();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Whether nothing has come for a while. */
    boolean isSilent() {
        return loop.clock().nanos() - heardNanos >= HttpLimits.STALLED.toNanos();
    }

    /** Begins anew to count for how long nothing comes. */
    void heard() {
        heardNanos = loop.clock().nanos();
    }

    private void readMore() throws IOException {
        heard();
        if (exchange.isLingering()) {
            requests.clear();
        }
        if (!requests.receive() && !exchange.wantsAnswers()) {
            close();
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
                moved = exchange.step() || readAhead();
            }
        } finally {
            advancing = false;
        }
        updateInterest();
        clients.moved();
    }

    /** Goes on for those who come from elsewhere than the selector. */
    void proceed() {
        try {
            advance();
        } catch (IOException gone) {
            close();
        } catch (RuntimeException e) {
            // half an answer must not look like a whole one, nor keep the client waiting
            close();
            throw e;
        }
    }

    /** Goes on with an answer when the loop has dealt with others. */
    void proceedLater() {
        loop.atEndOfTurn(later);
    }

    private void beginWriting() {
        exchange.beginWriting();
        proceed();
    }

    /** Takes what was received already, of which the selector does not know. */
    private boolean readAhead() throws IOException {
        if (exchange.hasEnded()
                || exchange.isAnswered()
                || !requests.mayReceiveMore()
                || isHoldingEnough()
                || clients.arePaused() && exchange.isBetween()) {
            return false;
        }
        int before = requests.length();
        readMore();
        return requests.length() != before || requests.hasEnded();
    }

    private boolean isHoldingEnough() {
        return requests.isFull() && !exchange.isLingering();
    }

    /** Says that no more will be written. */
    void shutdownOutput() throws IOException {
        wire.shutdownOutput();
    }

    private void updateInterest() {
        if (exchange.hasEnded() || !key.isValid()) {
            return;
        }
        boolean waits = isHoldingEnough() || clients.arePaused() && exchange.isBetween();
        int read = requests.wantsMore() && !waits ? SelectionKey.OP_READ : 0;
        int write = exchange.wantsToWrite() ? SelectionKey.OP_WRITE : 0;
        key.interestOps(read | write);
    }
}
