package org.supervisord.daemon.log;

import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.loop.EventLoop;

/**
 * What all logs share.
 *
 * @param fatalReasons told of logs that can't be opened again, rotated or removed
 * @param disposal gets rid of the files of logs
 */
public record LogWorld(
        EventLoop loop,
        StandardStreams standard,
        Syslog syslog,
        FatalReasons fatalReasons,
        Disposal disposal) {}
