/**
 * The talk with the service manager that has started the daemon, such as systemd: that it is ready,
 * how its programs are, that it ends. It uses the loop's timers and a socket of {@code posix}, and
 * never waits. It knows nothing of processes.
 */
package org.supervisord.daemon.notify;
