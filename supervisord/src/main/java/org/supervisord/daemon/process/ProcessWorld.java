package org.supervisord.daemon.process;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.fatal.FatalReasons;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.Scheduler;

/**
 * What all processes share.
 *
 * @param events told of every change of state
 * @param fatalReasons told of signals that can't be delivered
 * @param mayStart whether processes are started by themselves now; false once the daemon stops
 * @param path the folders that programs are looked for in when they have no PATH of their own
 */
public record ProcessWorld(
        Kernel kernel,
        Scheduler scheduler,
        ActivityLog log,
        Consumer<Event> events,
        FatalReasons fatalReasons,
        BooleanSupplier mayStart,
        List<String> path) {}
