package org.supervisord.daemon.rpc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.supervisord.common.Fault;
import org.supervisord.common.NameSpec;
import org.supervisord.common.ProcessState;
import org.supervisord.common.RpcFault;
import org.supervisord.common.Signal;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.process.CommandException;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.process.ProcessStarts;

/** Methods that start, stop and signal processes: one, those of a group, or all. */
final class ControlMethods {
    private static final Duration REPORT_EVERY = Duration.ofSeconds(2);

    private final SupervisorMethods shared;
    private final Scheduler scheduler;
    private final ActivityLog log;

    ControlMethods(SupervisorMethods shared, Scheduler scheduler, ActivityLog log) {
        this.shared = shared;
        this.scheduler = scheduler;
        this.log = log;
    }

    void addTo(MethodTable table) {
        addStart(table);
        addStop(table);
        addSignal(table);
    }

    private void addStart(MethodTable table) {
        String wait = "boolean wait whether to answer when it is RUNNING (default) or at once";
        table.method("supervisor.startProcess", "boolean done", "Starts a process.")
                .takes("string name the process, group:process or group:*")
                .mayTake(wait)
                .does(onceBegun(arguments -> start(arguments.text(0), arguments.bool(1, true))));
        table.method(
                        "supervisor.startProcessGroup",
                        "array results",
                        "Starts the processes of a group that are not up.")
                .takes("string name the group")
                .mayTake(wait)
                .does(
                        onceBegun(
                                arguments ->
                                        startGroup(arguments.text(0), arguments.bool(1, true))));
        table.method(
                        "supervisor.startAllProcesses",
                        "array results",
                        "Starts all processes that are not up.")
                .mayTake(wait)
                .does(
                        onceBegun(
                                arguments ->
                                        startAll(
                                                shared.supervisor().groups(),
                                                arguments.bool(0, true))));
    }

    private void addStop(MethodTable table) {
        String wait = "boolean wait whether to answer when it has stopped (default) or at once";
        table.method("supervisor.stopProcess", "boolean done", "Stops a process.")
                .takes("string name the process, group:process or group:*")
                .mayTake(wait)
                .does(
                        shared.whileRunning(
                                arguments -> stop(arguments.text(0), arguments.bool(1, true))));
        table.method(
                        "supervisor.stopProcessGroup",
                        "array results",
                        "Stops the processes of a group that are up.")
                .takes("string name the group")
                .mayTake(wait)
                .does(
                        shared.whileRunning(
                                arguments ->
                                        stopGroup(arguments.text(0), arguments.bool(1, true))));
        table.method(
                        "supervisor.stopAllProcesses",
                        "array results",
                        "Stops all processes that are up.")
                .mayTake(wait)
                .does(
                        shared.whileRunning(
                                arguments ->
                                        stopAll(
                                                shared.supervisor().groups(),
                                                arguments.bool(0, true))));
    }

    private void addSignal(MethodTable table) {
        String signal = "string signal its name or number";
        table.method("supervisor.signalProcess", "boolean done", "Sends a process a signal.")
                .takes("string name the process, group:process or group:*")
                .takes(signal)
                .does(
                        shared.whileRunning(
                                arguments -> signal(arguments.text(0), signalText(arguments, 1))));
        table.method(
                        "supervisor.signalProcessGroup",
                        "array results",
                        "Sends the processes of a group a signal.")
                .takes("string name the group")
                .takes(signal)
                .does(
                        shared.whileRunning(
                                arguments ->
                                        signalGroup(arguments.text(0), signalText(arguments, 1))));
        table.method(
                        "supervisor.signalAllProcesses",
                        "array results",
                        "Sends all processes a signal.")
                .takes(signal)
                .does(
                        shared.whileRunning(
                                arguments ->
                                        signalAll(
                                                shared.supervisor().groups(),
                                                signalText(arguments, 0))));
    }

    /** Its name, or its number of whatever type. */
    private static String signalText(Arguments arguments, int index) throws RpcFault {
        Object raw = arguments.raw(index);
        return raw instanceof Number || raw instanceof Boolean
                ? String.valueOf(arguments.integer(index))
                : arguments.text(index);
    }

    /** What starts programs waits until those of a former daemon have been ended. */
    private RpcMethod.Handler onceBegun(RpcMethod.Handler handler) {
        RpcMethod.Handler now = shared.whileRunning(handler);
        return shared.whileRunning(
                arguments -> {
                    if (!shared.supervisor().isBeginning()) {
                        return handler.call(arguments);
                    }
                    CompletableFuture<Object> answer = new CompletableFuture<>();
                    shared.supervisor().whenBegun(() -> answer(answer, now, arguments));
                    return answer;
                });
    }

    private static void answer(
            CompletableFuture<Object> answer, RpcMethod.Handler handler, Arguments arguments) {
        try {
            Object result = handler.call(arguments);
            if (result instanceof CompletableFuture<?> later) {
                later.whenComplete(
                        (value, fault) -> {
                            if (fault == null) {
                                answer.complete(value);
                            } else {
                                answer.completeExceptionally(fault);
                            }
                        });
            } else {
                answer.complete(result);
            }
        } catch (RpcFault | RuntimeException fault) {
            answer.completeExceptionally(fault);
        }
    }

    private Object start(String name, boolean wait) throws RpcFault {
        NameSpec spec = NameSpec.parse(name);
        if (spec.process().isEmpty()) {
            return startAll(List.of(groupOf(spec, name)), wait);
        }
        return start(shared.process(spec, name), name, wait);
    }

    private ProcessGroup groupOf(NameSpec spec, String name) throws RpcFault {
        return shared.supervisor()
                .group(spec.group())
                .orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name));
    }

    private Object startGroup(String name, boolean wait) throws RpcFault {
        return startAll(List.of(shared.group(name)), wait);
    }

    private Object startAll(List<ProcessGroup> groups, boolean wait) throws RpcFault {
        List<ManagedProcess> down = new ArrayList<>();
        for (ProcessGroup group : groups) {
            group.processes().stream()
                    .filter(process -> !process.state().isRunning())
                    .forEach(down::add);
        }
        List<ManagedProcess> startable = new ArrayList<>();
        Map<ManagedProcess, RpcFault> refused = new HashMap<>();
        for (ManagedProcess process : down) {
            try {
                checkStart(process, process.fullName().toString());
                startable.add(process);
            } catch (RpcFault fault) {
                refused.put(process, fault);
            }
        }
        ProcessStarts.of(startable);
        return ManyResults.of(
                down,
                process -> {
                    if (refused.containsKey(process)) {
                        throw refused.get(process);
                    }
                    return started(process, process.fullName().toString(), wait);
                });
    }

    private Object start(ManagedProcess process, String name, boolean wait) throws RpcFault {
        checkStart(process, name);
        process.start();
        return started(process, name, wait);
    }

    private static void checkStart(ManagedProcess process, String name) throws RpcFault {
        try {
            process.checkCommand();
        } catch (CommandException e) {
            throw new RpcFault(
                    e.reason() == CommandException.Reason.NOT_FOUND
                            ? Fault.NO_FILE
                            : Fault.NOT_EXECUTABLE,
                    e.getMessage());
        }
        if (process.state().isRunning()) {
            throw new RpcFault(Fault.ALREADY_STARTED, name);
        }
        if (process.state() == ProcessState.UNKNOWN) {
            throw new RpcFault(Fault.FAILED, name + " is in an unknown process state");
        }
    }

    /** The answer to the start of a process. */
    private static Object started(ManagedProcess process, String name, boolean wait)
            throws RpcFault {
        if (process.spawnError().isPresent()) {
            throw new RpcFault(Fault.SPAWN_ERROR, name);
        }
        if (!wait || process.state() == ProcessState.RUNNING) {
            return true;
        }
        CompletableFuture<Object> started = new CompletableFuture<>();
        process.await(it -> it.state() != ProcessState.STARTING)
                .thenRun(() -> settleStart(process, name, started));
        return started;
    }

    private static void settleStart(
            ManagedProcess process, String name, CompletableFuture<Object> started) {
        if (process.spawnError().isPresent()) {
            started.completeExceptionally(new RpcFault(Fault.SPAWN_ERROR, name));
        } else if (process.state() == ProcessState.RUNNING) {
            started.complete(true);
        } else {
            started.completeExceptionally(new RpcFault(Fault.ABNORMAL_TERMINATION, name));
        }
    }

    private Object stop(String name, boolean wait) throws RpcFault {
        NameSpec spec = NameSpec.parse(name);
        if (spec.process().isEmpty()) {
            return stopAll(List.of(groupOf(spec, name)), wait);
        }
        return stop(shared.process(spec, name), name, wait);
    }

    private Object stopGroup(String name, boolean wait) throws RpcFault {
        return stopAll(List.of(shared.group(name)), wait);
    }

    private Object stopAll(List<ProcessGroup> groups, boolean wait) throws RpcFault {
        List<ManagedProcess> up = new ArrayList<>();
        List<ProcessGroup> lastFirst = new ArrayList<>(groups);
        Collections.reverse(lastFirst);
        for (ProcessGroup group : lastFirst) {
            group.inStopOrder().stream()
                    .filter(process -> process.state().isRunning())
                    .forEach(up::add);
        }
        return ManyResults.of(up, process -> stop(process, process.fullName().toString(), wait));
    }

    private Object stop(ManagedProcess process, String name, boolean wait) throws RpcFault {
        if (!process.state().isRunning()) {
            throw new RpcFault(Fault.NOT_RUNNING, name);
        }
        Optional<String> failure = process.stop();
        if (failure.isPresent()) {
            throw new RpcFault(Fault.FAILED, failure.get());
        }
        if (!wait || process.state().isStopped()) {
            return true;
        }
        CompletableFuture<Object> stopped = new CompletableFuture<>();
        process.await(it -> it.state().isStopped()).thenRun(() -> stopped.complete(true));
        reportWaiting(process, stopped);
        return stopped;
    }

    /** Tells what is waited for, as long as there is somebody who waits. */
    private void reportWaiting(ManagedProcess process, CompletableFuture<Object> stopped) {
        if (process.state() == ProcessState.STOPPING && !stopped.isDone()) {
            log.info("waiting for " + process.name() + " to stop");
            var again = scheduler.after(REPORT_EVERY, () -> reportWaiting(process, stopped));
            stopped.whenComplete((done, abandoned) -> again.cancel());
        }
    }

    private Object signal(String name, String signal) throws RpcFault {
        NameSpec spec = NameSpec.parse(name);
        if (spec.process().isEmpty()) {
            return signalAll(List.of(groupOf(spec, name)), signal);
        }
        return signal(shared.process(spec, name), name, signal);
    }

    private Object signalGroup(String name, String signal) throws RpcFault {
        return signalAll(List.of(shared.group(name)), signal);
    }

    private Object signalAll(List<ProcessGroup> groups, String signal) throws RpcFault {
        List<ManagedProcess> there = new ArrayList<>();
        for (ProcessGroup group : groups) {
            group.byPriority().stream()
                    .filter(process -> process.state().isSignallable())
                    .forEach(there::add);
        }
        return ManyResults.of(
                there, process -> signal(process, process.fullName().toString(), signal));
    }

    private static Object signal(ManagedProcess process, String name, String text) throws RpcFault {
        Signal signal = Signal.parse(text).orElseThrow(() -> new RpcFault(Fault.BAD_SIGNAL, text));
        if (!process.state().isSignallable()) {
            throw new RpcFault(Fault.NOT_RUNNING, name);
        }
        Optional<String> failure = process.signal(signal);
        if (failure.isPresent()) {
            throw new RpcFault(Fault.FAILED, failure.get());
        }
        return true;
    }
}
