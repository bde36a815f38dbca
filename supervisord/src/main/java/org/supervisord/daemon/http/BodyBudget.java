package org.supervisord.daemon.http;

import org.supervisord.daemon.loop.Scheduler;

/**
 * How much memory the bodies of all requests to a server may take together. Those that are said to
 * be short have room of their own, so that ordinary calls go on whoever sends long ones.
 */
final class BodyBudget {
    private final BodyRoom forShort;
    private final BodyRoom forLong;

    BodyBudget(HttpLimits limits, Scheduler scheduler) {
        this.forShort =
                new BodyRoom(HttpLimits.SHORT_BODY, HttpLimits.SHORT_BODIES_OF_ALL, scheduler);
        this.forLong = new BodyRoom(limits.bodyBytes(), limits.bodyBytesOfAll(), scheduler);
    }

    /**
     * The room of a body of which nothing has come yet.
     *
     * @param length that the client has declared
     */
    BodyRoom.Share share(BodyLength length, BodyRoom.Sender sender) {
        boolean isShort =
                length instanceof BodyLength.Bytes bytes && bytes.count() <= HttpLimits.SHORT_BODY;
        return (isShort ? forShort : forLong).share(sender);
    }
}
