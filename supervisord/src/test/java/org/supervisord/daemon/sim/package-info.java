/**
 * A machine that is played by a test: processes, pipes, files and a selector whose every step comes
 * out of one seed, and in which anything may fail that can fail on a real machine. It knows nothing
 * of supervision; what holds for the daemon on it is for others to judge.
 */
package org.supervisord.daemon.sim;
