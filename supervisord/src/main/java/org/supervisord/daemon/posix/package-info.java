/**
 * The system calls that the JDK does not offer: spawning, reaping, signalling, credentials, limits,
 * accounts. It is the only place that uses JNA and the internals of the JDK. It knows nothing of
 * configuration files or HTTP.
 */
package org.supervisord.daemon.posix;
