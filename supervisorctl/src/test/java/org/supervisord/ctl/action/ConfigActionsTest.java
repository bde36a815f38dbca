package org.supervisord.ctl.action;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.common.Fault;
import org.supervisord.common.ProcessState;
import org.supervisord.ctl.client.FakeSupervisor;
import org.supervisord.ctl.shell.ClientBench;

class ConfigActionsTest extends ClientBench {
    @BeforeEach
    void everythingWorks() {
        changes(List.of("new"), List.of("other"), List.of("gone"));
        server.on("addProcessGroup", true);
        server.on("removeProcessGroup", true);
        server.on("stopProcessGroup", List.of(FakeSupervisor.result("g", "a", Fault.SUCCESS)));
        server.on(
                "getAllProcessInfo",
                List.of(
                        FakeSupervisor.info("other", "o", ProcessState.RUNNING, 1, ""),
                        FakeSupervisor.info("gone", "g", ProcessState.RUNNING, 2, ""),
                        FakeSupervisor.info("same", "s", ProcessState.RUNNING, 3, "")));
    }

    private void changes(List<String> added, List<String> changed, List<String> removed) {
        server.on("reloadConfig", List.of(List.of(added, changed, removed)));
    }

    @Test
    void rereadListsTheChangesByName() {
        changes(List.of("m", "a"), List.of("z"), List.of("b"));
        expect(0, "reread", "a: available", "b: disappeared", "m: available", "z: changed");
        assertEquals(List.of("reloadConfig()"), server.calls());
    }

    @Test
    void rereadSaysThatNothingHasChanged() {
        changes(List.of(), List.of(), List.of());
        expect(0, "reread", "No config updates to processes");
    }

    @Test
    void rereadTellsWhyItCannot() {
        server.on("reloadConfig", new FakeSupervisor.Refusal(92, "CANT_REREAD: line 3 is odd"));
        expect(1, "reread", "ERROR: CANT_REREAD: line 3 is odd");
        server.onFault("reloadConfig", Fault.SHUTDOWN_STATE);
        expect(1, "reread", "ERROR: supervisor shutting down");
        server.onFault("reloadConfig", Fault.FAILED);
        expect(1, "reread", "error: fault 30: FAILED");
        expectWithHelp(1, "reread web", "Error: reread accepts no arguments");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update", "update all", "update nope all"})
    void updateRemovesThenReplacesThenAdds(String line) {
        expect(
                0,
                line,
                "gone: stopped",
                "gone: removed process group",
                "other: stopped",
                "other: updated process group",
                "new: added process group");
        assertEquals(
                List.of(
                        "reloadConfig()",
                        "stopProcessGroup(gone)",
                        "removeProcessGroup(gone)",
                        "stopProcessGroup(other)",
                        "removeProcessGroup(other)",
                        "addProcessGroup(other)",
                        "addProcessGroup(new)"),
                server.calls());
    }

    @Test
    void updateCanBeConfinedToGroups() {
        expect(0, "update new", "new: added process group");
        expect(0, "update other", "other: stopped", "other: updated process group");
        expect(0, "update gone", "gone: stopped", "gone: removed process group");
        assertEquals("", run("update same"));
        assertEquals(0, exitStatus());
    }

    @Test
    void updateNamesGroupsThatAreNotThereAndDoesTheOthers() {
        expect(
                1,
                "update nope new aha",
                "ERROR: no such group: aha",
                "ERROR: no such group: nope",
                "new: added process group");
    }

    @Test
    void updatePrintsNothingWhenNothingHasChanged() {
        changes(List.of(), List.of(), List.of());
        assertEquals("", run("update"));
        assertEquals(0, exitStatus());
    }

    @Test
    void aGroupThatCannotBeStoppedStays() {
        changes(List.of("new"), List.of(), List.of("gone"));
        server.on("stopProcessGroup", List.of(FakeSupervisor.result("gone", "a", Fault.FAILED)));
        expect(
                1,
                "update",
                "gone: stopped",
                "gone: has problems; not removing",
                "new: added process group");
        assertEquals(
                List.of("reloadConfig()", "stopProcessGroup(gone)", "addProcessGroup(new)"),
                server.calls());
    }

    @Test
    void updateTellsWhyItCannot() {
        server.onFault("reloadConfig", Fault.SHUTDOWN_STATE);
        expect(1, "update", "ERROR: already shutting down");
        server.on("reloadConfig", new FakeSupervisor.Refusal(92, "CANT_REREAD: line 3 is odd"));
        expect(1, "update", "error: fault 92: CANT_REREAD: line 3 is odd");
        changes(List.of("new"), List.of(), List.of());
        server.onFault("addProcessGroup", Fault.SHUTDOWN_STATE);
        expect(1, "update", "error: fault 6: SHUTDOWN_STATE");
    }

    @Test
    void groupsAreAdded() {
        expect(0, "add a b", "a: added process group", "b: added process group");
        assertEquals(List.of("addProcessGroup(a)", "addProcessGroup(b)"), server.calls());
    }

    @Test
    void addGoesOnAfterAGroupThatItCannotAdd() {
        server.on(
                "addProcessGroup",
                names ->
                        switch (names.get(0)) {
                            case "active" -> FakeSupervisor.Refusal.of(Fault.ALREADY_ADDED);
                            case "nope" -> FakeSupervisor.Refusal.of(Fault.BAD_NAME);
                            case "late" -> FakeSupervisor.Refusal.of(Fault.SHUTDOWN_STATE);
                            case "odd" -> FakeSupervisor.Refusal.of(Fault.FAILED);
                            default -> true;
                        });
        expect(0, "add active a", "ERROR: process group already active", "a: added process group");
        expect(1, "add nope a", "ERROR: no such process/group: nope", "a: added process group");
        expect(1, "add late a", "ERROR: shutting down", "a: added process group");
        expect(1, "add odd a", "error: fault 30: FAILED");
    }

    @Test
    void groupsAreRemoved() {
        server.on(
                "removeProcessGroup",
                names ->
                        switch (names.get(0)) {
                            case "busy" -> FakeSupervisor.Refusal.of(Fault.STILL_RUNNING);
                            case "nope" -> FakeSupervisor.Refusal.of(Fault.BAD_NAME);
                            case "late" -> FakeSupervisor.Refusal.of(Fault.SHUTDOWN_STATE);
                            default -> true;
                        });
        expect(0, "remove a b", "a: removed process group", "b: removed process group");
        expect(
                1,
                "remove busy nope a",
                "ERROR: process/group still running: busy",
                "ERROR: no such process/group: nope",
                "a: removed process group");
        expect(1, "remove late a", "error: fault 6: SHUTDOWN_STATE");
    }

    @Test
    void addAndRemoveWithoutNamesDoNothing() {
        assertEquals("", run("add"));
        assertEquals("", run("remove"));
        assertEquals(0, exitStatus());
        assertEquals(List.of(), server.calls());
    }
}
