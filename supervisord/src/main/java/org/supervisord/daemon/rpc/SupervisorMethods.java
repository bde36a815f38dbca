package org.supervisord.daemon.rpc;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.supervisord.common.Fault;
import org.supervisord.common.NameSpec;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.event.EventListenerPool;
import org.supervisord.daemon.log.ActivityLogFile;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.supervision.Supervisor;

/** What the methods of {@code supervisor.*} share: the model, and how clients name its parts. */
public final class SupervisorMethods {
    /** The version of this interface. */
    public static final String API_VERSION = "3.0";

    private final Supervisor supervisor;

    SupervisorMethods(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    /**
     * An endpoint with all methods.
     *
     * @param events told of what clients send to listeners
     * @param pools those that listen to events
     * @param upgrading replaces the daemon
     * @param room that long answers wait for
     * @param version the daemon's version
     */
    public static RpcEndpoint endpoint(
            Supervisor supervisor,
            ActivityLogFile logFile,
            Scheduler scheduler,
            Consumer<Event> events,
            Supplier<List<EventListenerPool>> pools,
            Upgrading upgrading,
            AnswerRoom room,
            String version) {
        MethodTable table = new MethodTable();
        SystemMethods.addTo(table, scheduler);
        SupervisorMethods shared = new SupervisorMethods(supervisor);
        LogParts logParts = new LogParts(new Turns(scheduler, room));
        new DaemonMethods(shared, logParts, logFile, version).addTo(table);
        new InfoMethods(shared, scheduler.clock()).addTo(table);
        new ControlMethods(shared, scheduler, logFile.log()).addTo(table);
        new ProcessLogMethods(shared, logParts).addTo(table);
        new MessageMethods(shared, scheduler, events).addTo(table);
        new EventPoolMethods(shared, pools).addTo(table);
        new UpgradeMethods(shared, upgrading).addTo(table);
        return new RpcEndpoint(table, logFile.log());
    }

    Supervisor supervisor() {
        return supervisor;
    }

    /** A method that is refused once the daemon is on its way out. */
    RpcMethod.Handler whileRunning(RpcMethod.Handler handler) {
        return arguments -> {
            if (supervisor.state().isStopping()) {
                throw new RpcFault(Fault.SHUTDOWN_STATE);
            }
            return handler.call(arguments);
        };
    }

    /** The group that a client names. */
    ProcessGroup group(String name) throws RpcFault {
        return supervisor.group(name).orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name));
    }

    /** The process that a client names; a whole group won't do. */
    ManagedProcess process(String name) throws RpcFault {
        return process(NameSpec.parse(name), name);
    }

    /** The process that a client names. */
    ManagedProcess process(NameSpec spec, String name) throws RpcFault {
        return supervisor
                .group(spec.group())
                .flatMap(group -> spec.process().flatMap(group::process))
                .orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name));
    }
}
