/**
 * The bytes that children write and read: pipes on the loop, captured messages, terminal escapes,
 * and the way to logs and events. It does not know what the sinks do with the bytes, and knows
 * nothing of the life of processes.
 */
package org.supervisord.daemon.output;
