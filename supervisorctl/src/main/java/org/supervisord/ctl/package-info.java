/**
 * The client: its command line. It may use the common words and the configuration; it knows nothing
 * of the daemon's inside. What is rarely needed is loaded when it is needed: the time to the first
 * answer counts.
 */
package org.supervisord.ctl;
