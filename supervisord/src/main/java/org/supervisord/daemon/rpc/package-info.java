/**
 * The XML-RPC interface: reading calls, the table of methods, what they do with the model, and
 * writing answers, at once or later. It may use the model, processes, logs and events; it knows
 * nothing of sockets or HTTP.
 */
package org.supervisord.daemon.rpc;
