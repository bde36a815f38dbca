package org.supervisord.daemon;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.rpc.RpcEndpoint;

/** Those who call methods of a simulated daemon; each of them is to be answered in the end. */
final class SimulatedClients {
    /** More than all processes of a daemon can take to start or stop one after the other. */
    private static final long PATIENCE_NANOS = 300_000_000_000L;

    private final SimulatedDaemon daemon;
    private final Random random;
    private final List<Call> waiting = new ArrayList<>();

    private record Call(String what, long since, CompletableFuture<Object> answer) {}

    SimulatedClients(SimulatedDaemon daemon) {
        this.daemon = daemon;
        this.random = daemon.random;
    }

    /** The daemon has ended, and with it all connections. */
    void forget() {
        waiting.clear();
    }

    /** Somebody calls something. */
    void call(RpcEndpoint methods) {
        checkAnswers();
        String process = someProcess();
        String group = process.split(":")[0];
        boolean wait = random.nextBoolean();
        switch (random.nextInt(34)) {
            case 0, 1, 2, 3, 4 -> call(methods, "supervisor.startProcess", process, wait);
            case 5, 6, 7 -> call(methods, "supervisor.stopProcess", process, wait);
            case 8 -> call(methods, "supervisor.startProcessGroup", group, wait);
            case 9 -> call(methods, "supervisor.stopProcessGroup", group, wait);
            case 10 -> call(methods, "supervisor.startAllProcesses", wait);
            case 11 -> {
                if (random.nextInt(4) == 0) {
                    call(methods, "supervisor.stopAllProcesses", wait);
                }
            }
            case 12 -> call(methods, "supervisor.signalProcess", process, "HUP");
            case 13 -> call(methods, "supervisor.signalProcess", process, "KILL");
            case 14, 15 -> call(methods, "supervisor.sendProcessStdin", process, text());
            case 16 -> call(methods, "daemon.writeProcessStdin", process, text().getBytes());
            case 17 -> call(methods, "supervisor.sendRemoteCommEvent", "type", text());
            case 18, 19 -> call(methods, "supervisor.clearProcessLogs", process);
            case 20 -> call(methods, "supervisor.clearAllProcessLogs");
            case 21 -> call(methods, "supervisor.readProcessStdoutLog", process, -50, 0);
            case 22 -> call(methods, "supervisor.tailProcessStderrLog", process, 0, 50);
            case 23, 24 -> call(methods, "supervisor.reloadConfig");
            case 25, 26 -> {
                if (!group.equals(GeneratedGroups.AUDITOR)) {
                    call(methods, "supervisor.removeProcessGroup", group);
                }
            }
            case 27, 28 -> call(methods, "supervisor.addProcessGroup", someGroup());
            case 29 -> call(methods, "supervisor.getAllProcessInfo");
            case 30 -> call(methods, "daemon.getAllEventPoolInfo");
            case 31 -> call(methods, "supervisor.readLog", 0, 100);
            case 32 -> call(methods, "supervisor.clearLog");
            default -> {
                if (random.nextInt(20) == 0) {
                    call(methods, "supervisor.restart");
                }
            }
        }
    }

    private String someProcess() {
        List<ManagedProcess> all =
                daemon.run().stream()
                        .flatMap(run -> run.supervisor().groupsAsAdded().stream())
                        .flatMap(group -> group.processes().stream())
                        .toList();
        return all.isEmpty() ? "g0:p0" : all.get(random.nextInt(all.size())).fullName().toString();
    }

    private String someGroup() {
        List<String> names =
                daemon.run().stream()
                        .flatMap(run -> run.supervisor().configuration().groups().stream())
                        .map(group -> group.name())
                        .toList();
        return names.get(random.nextInt(names.size()));
    }

    private String text() {
        return "y".repeat(random.nextInt(random.nextInt(20) == 0 ? 4000 : 200));
    }

    private void call(RpcEndpoint methods, String method, Object... parameters) {
        String what = method + " " + (parameters.length > 0 ? parameters[0] : "");
        daemon.note(what);
        CompletableFuture<Object> answer = methods.call(method, parameters);
        waiting.add(new Call(what, daemon.clock.nanos(), answer));
    }

    private void checkAnswers() {
        for (Iterator<Call> all = waiting.iterator(); all.hasNext(); ) {
            Call call = all.next();
            if (call.answer.isDone()) {
                all.remove();
                checkAnswer(call);
            } else if (daemon.clock.nanos() - call.since > PATIENCE_NANOS) {
                throw new AssertionError(call.what + " is not answered");
            }
        }
    }

    private static void checkAnswer(Call call) {
        try {
            call.answer.join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof RpcFault)) {
                throw new AssertionError(call.what + " is answered badly", e);
            }
        }
    }

    /** All groups that are supervised. */
    static List<String> groups(DaemonRun run) {
        return run.supervisor().groupsAsAdded().stream().map(ProcessGroup::name).toList();
    }
}
