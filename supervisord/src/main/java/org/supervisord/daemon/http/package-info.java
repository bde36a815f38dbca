/**
 * HTTP/1.1 on the daemon's loop, over TCP and over sockets in the file system: reading requests,
 * Basic authentication, routing, deferred and streamed answers, following log files. It may use the
 * loop, the activity log and the settings; it knows nothing of XML-RPC or of processes. It never
 * blocks the loop, and a client never makes it hold more memory than {@link
 * org.supervisord.daemon.http.HttpLimits} says.
 */
package org.supervisord.daemon.http;
