package org.supervisord.daemon.web;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.supervisord.common.Fault;
import org.supervisord.common.NameSpec;
import org.supervisord.common.ProcessName;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.log.LocalTime;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.supervision.Supervisor;

/** Does what the pages' buttons say, through the methods of the interface. */
final class WebActions {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);

    private final Supervisor supervisor;
    private final Calls calls;
    private final Clock clock;

    WebActions(Supervisor supervisor, Calls calls, Clock clock) {
        this.supervisor = supervisor;
        this.calls = calls;
        this.clock = clock;
    }

    /** Does it; completed on the loop's thread when it is done, with what went wrong, if so. */
    CompletableFuture<Outcome> run(Command command) {
        if (command.verb().isEmpty()) {
            return CompletableFuture.completedFuture(
                    new Outcome(true, "Page refreshed at " + now(), List.of()));
        }
        Verb verb = command.verb().get();
        if (command.target() instanceof Target.One one) {
            return exists(one.name())
                    ? one(verb, one.name(), command.detail())
                    : CompletableFuture.completedFuture(
                            Outcome.failure("No such process named " + one.name()));
        }
        if (command.target() instanceof Target.Group group
                && supervisor.group(group.name()).isEmpty()) {
            return CompletableFuture.completedFuture(
                    Outcome.failure("No such group named " + group.name()));
        }
        return many(verb, command)
                .thenApply(parts -> summary(verb, command, parts))
                .exceptionally(failure -> Outcome.failure(unforeseen(fault(failure))));
    }

    private String now() {
        return TIME.format(LocalTime.at(clock.wallMillis()));
    }

    private boolean exists(String name) {
        NameSpec spec = NameSpec.parse(name);
        return supervisor
                .group(spec.group())
                .flatMap(group -> spec.process().flatMap(group::process))
                .isPresent();
    }

    private CompletableFuture<Outcome> one(Verb verb, String name, String detail) {
        CompletableFuture<Object> done =
                switch (verb) {
                    case START -> calls.call("supervisor.startProcess", name);
                    case STOP -> calls.call("supervisor.stopProcess", name);
                    case RESTART -> restart(name);
                    case SIGNAL -> calls.call("supervisor.signalProcess", name, detail);
                    case CLEAR_LOGS -> calls.call("supervisor.clearProcessLogs", name);
                    case STDIN -> calls.call("supervisor.sendProcessStdin", name, detail + "\n");
                };
        return done.handle(
                (value, failure) ->
                        failure == null
                                ? worked(verb, name, detail)
                                : failed(verb, name, fault(failure)));
    }

    /** It counts as restarted when it is up again; that it was down before is no failure. */
    private CompletableFuture<Object> restart(String name) {
        return calls.call("supervisor.stopProcess", name)
                .exceptionally(notRunning -> false)
                .thenCompose(stopped -> calls.call("supervisor.startProcess", name));
    }

    private static Outcome worked(Verb verb, String name, String detail) {
        String message =
                switch (verb) {
                    case START, STOP, RESTART -> "Process " + name + " " + verb.done();
                    case CLEAR_LOGS -> "Log for " + name + " cleared";
                    case SIGNAL -> "Signal " + detail + " sent to " + name;
                    case STDIN -> "Line sent to " + name;
                };
        return new Outcome(true, message, List.of(new Outcome.Part(name, true, verb.done())));
    }

    private static Outcome failed(Verb verb, String name, RpcFault fault) {
        boolean starts = verb == Verb.START || verb == Verb.RESTART;
        String message =
                starts
                        ? "ERROR: Process " + name + ": " + words(fault.fault(), fault)
                        : unforeseen(fault);
        return new Outcome(
                false,
                message,
                List.of(new Outcome.Part(name, false, words(fault.fault(), fault))));
    }

    private static String words(Fault fault, RpcFault whole) {
        return switch (fault) {
            case NO_FILE -> "no such file";
            case NOT_EXECUTABLE -> "file not executable";
            case ALREADY_STARTED -> "already started";
            case SPAWN_ERROR -> "spawn error";
            case ABNORMAL_TERMINATION -> "abnormal termination";
            case NOT_RUNNING -> "not running";
            case BAD_SIGNAL -> "no such signal";
            case SHUTDOWN_STATE -> "supervisord is shutting down";
            case BAD_NAME -> "no such process";
            case READ_ONLY -> "you may only look";
            case UNKNOWN_METHOD,
                    INCORRECT_PARAMETERS,
                    BAD_ARGUMENTS,
                    SIGNATURE_UNSUPPORTED,
                    FAILED,
                    SUCCESS,
                    ALREADY_ADDED,
                    STILL_RUNNING,
                    CANT_REREAD ->
                    unforeseen(whole);
        };
    }

    private static String unforeseen(RpcFault fault) {
        return "unexpected rpc fault [" + fault.code() + "] " + fault.text();
    }

    /** What a call failed with. */
    static Throwable cause(Throwable failure) {
        boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
        return wrapped ? failure.getCause() : failure;
    }

    private static RpcFault fault(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof RpcFault fault
                ? fault
                : new RpcFault(Fault.FAILED, String.valueOf(cause));
    }

    private CompletableFuture<List<Outcome.Part>> many(Verb verb, Command command) {
        boolean all = command.target() instanceof Target.All;
        String group = command.target() instanceof Target.Group it ? it.name() : "";
        return switch (verb) {
            case START ->
                    all ? each(verb, "startAllProcesses") : each(verb, "startProcessGroup", group);
            case STOP ->
                    all ? each(verb, "stopAllProcesses") : each(verb, "stopProcessGroup", group);
            case RESTART ->
                    all
                            ? each(verb, "stopAllProcesses")
                                    .thenCompose(stopped -> each(verb, "startAllProcesses"))
                            : each(verb, "stopProcessGroup", group)
                                    .thenCompose(stopped -> each(verb, "startProcessGroup", group));
            case SIGNAL ->
                    all
                            ? each(verb, "signalAllProcesses", command.detail())
                            : each(verb, "signalProcessGroup", group, command.detail());
            case CLEAR_LOGS -> all ? each(verb, "clearAllProcessLogs") : clear(group);
            case STDIN -> throw new IllegalArgumentException("a line is for one process");
        };
    }

    private CompletableFuture<List<Outcome.Part>> each(
            Verb verb, String method, Object... parameters) {
        return calls.call("supervisor." + method, parameters)
                .thenApply(results -> parts(verb, (List<?>) results));
    }

    private static List<Outcome.Part> parts(Verb verb, List<?> results) {
        List<Outcome.Part> parts = new ArrayList<>();
        for (Object result : results) {
            Map<?, ?> it = (Map<?, ?>) result;
            String name =
                    new ProcessName((String) it.get("group"), (String) it.get("name")).toString();
            Fault fault = Fault.ofCode((Integer) it.get("status")).orElse(Fault.FAILED);
            boolean ok = fault == Fault.SUCCESS;
            String words = ok ? verb.done() : words(fault, new RpcFault(fault));
            parts.add(new Outcome.Part(name, ok, words));
        }
        return parts;
    }

    private CompletableFuture<List<Outcome.Part>> clear(String name) {
        ProcessGroup group = supervisor.group(name).orElseThrow();
        List<CompletableFuture<Outcome>> outcomes =
                group.processes().stream()
                        .map(ManagedProcess::fullName)
                        .map(it -> one(Verb.CLEAR_LOGS, it.toString(), ""))
                        .toList();
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture<?>[]::new))
                .thenApply(
                        nothing ->
                                outcomes.stream()
                                        .flatMap(it -> it.join().parts().stream())
                                        .toList());
    }

    private Outcome summary(Verb verb, Command command, List<Outcome.Part> parts) {
        boolean ok = parts.stream().allMatch(Outcome.Part::ok);
        if (command.old()) {
            return new Outcome(ok, "All " + verb.done() + " at " + now(), parts);
        }
        long done = parts.stream().filter(Outcome.Part::ok).count();
        String where = command.target() instanceof Target.Group group ? group.name() + ": " : "";
        if (parts.isEmpty()) {
            return new Outcome(
                    true, where + "nothing to " + verb.label().toLowerCase(Locale.ROOT), parts);
        }
        StringBuilder message = new StringBuilder(where);
        message.append(verb == Verb.CLEAR_LOGS ? "logs of " : "");
        message.append(done).append(done == 1 ? " process " : " processes ").append(verb.done());
        parts.stream()
                .filter(part -> !part.ok())
                .limit(5)
                .forEach(
                        part ->
                                message.append("; ")
                                        .append(part.name())
                                        .append(": ")
                                        .append(part.message()));
        return new Outcome(ok, message.toString(), parts);
    }
}
