package org.supervisord.daemon.output;

/**
 * The stdin of a child.
 *
 * @param descriptor the daemon's end of the pipe
 * @param waiting what was written to it and not taken by the pipe yet
 */
public record InputSnapshot(int descriptor, byte[] waiting) {}
