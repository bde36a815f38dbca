package org.supervisord.daemon.output;

/**
 * What the search for messages has seen and not passed on.
 *
 * @param waiting what could be the beginning of a token
 * @param captured what there is of a message so far
 * @param capturing whether a message has begun
 */
public record CaptureSnapshot(byte[] waiting, byte[] captured, boolean capturing) {}
