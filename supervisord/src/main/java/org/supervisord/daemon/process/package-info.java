/**
 * The life of the supervised processes: the table of states, what a process does at each change,
 * and groups of them. It reaches the machine through {@link org.supervisord.daemon.process.Kernel}
 * and tells what happens on the event bus; it knows nothing of HTTP, XML-RPC or the formats of
 * files.
 */
package org.supervisord.daemon.process;
