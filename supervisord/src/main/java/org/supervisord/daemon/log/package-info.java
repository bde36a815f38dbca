/**
 * Logs: files that rotate by size, syslog, the reading of logs, and the activity log, which is a
 * Logback appender over the same rotating file. It knows nothing of processes.
 */
package org.supervisord.daemon.log;
