/**
 * The one loop of the daemon: a selector, timers on a monotonic clock, tasks posted from other
 * threads, and signals. It may use the JDK only; it knows nothing of processes or HTTP. All state
 * of the daemon is touched on the loop's thread alone.
 */
package org.supervisord.daemon.loop;
