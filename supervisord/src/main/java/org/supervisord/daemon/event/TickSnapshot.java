package org.supervisord.daemon.event;

/**
 * The last slice of time that listeners know of.
 *
 * @param period the length of the slices in seconds
 * @param begun when it began, in seconds since 1970
 */
public record TickSnapshot(int period, long begun) {}
