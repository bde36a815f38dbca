package org.supervisord.daemon.rpc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.supervisord.daemon.rpc.Upgrading.Outcome;

/** Methods that are about the replacement of the daemon by a newer program. */
final class UpgradeMethods {
    private final SupervisorMethods shared;
    private final Upgrading upgrading;

    UpgradeMethods(SupervisorMethods shared, Upgrading upgrading) {
        this.shared = shared;
        this.upgrading = upgrading;
    }

    void addTo(MethodTable table) {
        table.method(
                        SystemMethods.REEXEC,
                        "struct outcome",
                        "Replaces the daemon by the program that is installed now, while everything"
                                + " runs. Answered by the new one, with from and to (versions),"
                                + " gap_ms (how long nobody was served, in milliseconds) and at"
                                + " (seconds since 1970). When the new one could not take over,"
                                + " nothing happens but a fault that says why.")
                .does(
                        shared.whileRunning(
                                arguments ->
                                        upgrading.upgrade().thenApply(UpgradeMethods::outcome)));
        table.method(
                        "daemon.getLastReexec",
                        "struct outcome",
                        "What daemon.reexec has answered last; empty when the daemon was not"
                                + " replaced since it was started.")
                .onlyReads()
                .does(
                        shared.whileRunning(
                                arguments ->
                                        upgrading
                                                .last()
                                                .map(UpgradeMethods::outcome)
                                                .orElse(Map.of())));
    }

    private static Map<String, Object> outcome(Outcome outcome) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("from", outcome.from());
        answer.put("to", outcome.to());
        answer.put("gap_ms", Numbers.capped(outcome.gapMillis()));
        answer.put("at", Numbers.capped(outcome.atMillis() / 1000));
        return answer;
    }
}
