/**
 * Words that the daemon, its client and the configuration share: states, faults, signals, names of
 * processes. It uses the JDK alone, and does no input or output.
 */
package org.supervisord.common;
