/**
 * Events: their types, what they say, the bus that brings them to those who listen, and the pools
 * of listener processes with their protocol. An event is plain data, taken when it happened. It
 * knows nothing of HTTP.
 */
package org.supervisord.daemon.event;
