package org.supervisord.daemon.process;

/**
 * A start of a process that was begun.
 *
 * @param isOnItsWay whether a child is being made, so that other starts can begin meanwhile; when
 *     none is, the rest is to be told before another one begins
 * @param rest waits for the child, if there is to be one, and tells how the start went
 */
record BegunStart(boolean isOnItsWay, Runnable rest) {}
