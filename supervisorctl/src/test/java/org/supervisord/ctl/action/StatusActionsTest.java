package org.supervisord.ctl.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.supervisord.common.Fault;
import org.supervisord.common.ProcessState;
import org.supervisord.ctl.client.FakeSupervisor;
import org.supervisord.ctl.shell.ClientBench;

class StatusActionsTest extends ClientBench {
    private static final String WEB =
            "web                              RUNNING   pid 7, uptime 0:00:05";
    private static final String WORKER_1 =
            "worker:worker_1                  RUNNING   pid 8, uptime 0:00:05";
    private static final String WORKER_2 = "worker:worker_2                  STOPPED   Not started";

    @BeforeEach
    void threeProcesses() {
        server.on(
                "getAllProcessInfo",
                List.of(
                        running("web", "web", 7),
                        running("worker", "worker_1", 8),
                        FakeSupervisor.info(
                                "worker", "worker_2", ProcessState.STOPPED, 0, "Not started")));
    }

    @Test
    void allProcessesAreListed() {
        expect(3, "status", WEB, WORKER_1, WORKER_2);
        expect(3, "status all", WEB, WORKER_1, WORKER_2);
        expect(3, "status nope all", WEB, WORKER_1, WORKER_2);
    }

    @Test
    void processesAndGroupsCanBeChosen() {
        expect(0, "status web", WEB);
        expect(0, "status web:web", WEB);
        expect(0, "status worker:worker_1 web", WORKER_1, WEB);
        expect(3, "status worker:*", WORKER_1, WORKER_2);
        expect(3, "status worker:", WORKER_1, WORKER_2);
        expect(0, "status web web", WEB, WEB);
    }

    @Test
    void globsStatesAndGroupsFilter() {
        expect(3, "status w*", WEB, WORKER_1, WORKER_2);
        expect(0, "status *_1", WORKER_1);
        expect(0, "status worker:w*[!2]", WORKER_1);
        expect(4, "status x*", "x*: ERROR (no such process)");
        expect(4, "status w[z-a]*", "w[z-a]*: ERROR (no such process)");
        expect(4, "status w[!]", "w[!]: ERROR (no such process)");
        expect(0, "status w[!]]b", WEB);
        expect(0, "status --state running", WEB, WORKER_1);
        expect(0, "status --state=RUNNING --group w?b", WEB);
        expect(3, "status --group x,work* --state FATAL,STOPPED", WORKER_2);
        assertEquals("", run("status --state FATAL"));
        expectWithHelp(2, "status --state up", "Error: 'UP' is no state of a process");
        expectWithHelp(2, "status --nonsense", "Error: unknown option --nonsense");
        expectWithHelp(2, "status --group", "Error: option --group requires a value: GROUP,...");
    }

    @Test
    void jsonHasAllThatIsKnown() {
        server.on(
                "getAllProcessInfo",
                List.of(
                        Map.ofEntries(
                                Map.entry("group", "g"),
                                Map.entry("name", "a\"b"),
                                Map.entry("state", 20),
                                Map.entry("statename", "RUNNING"),
                                Map.entry("pid", 7),
                                Map.entry("description", "pid 7"),
                                Map.entry("start", 100),
                                Map.entry("stop", 50),
                                Map.entry("now", 130),
                                Map.entry("exitstatus", 3),
                                Map.entry("spawnerr", ""),
                                Map.entry("stdout_logfile", "/a.log"),
                                Map.entry("stderr_logfile", ""))));
        expect(
                0,
                "status --json",
                "{\"server\":\""
                        + server.url()
                        + "\",\"processes\":[{\"name\":\"g:a\\\"b\",\"group\":\"g\","
                        + "\"process\":\"a\\\"b\",\"state\":\"RUNNING\",\"statecode\":20,"
                        + "\"pid\":7,\"description\":\"pid 7\",\"uptime\":30,\"start\":100,"
                        + "\"stop\":50,\"now\":130,\"exitstatus\":3,\"spawnerr\":\"\","
                        + "\"stdout_logfile\":\"/a.log\",\"stderr_logfile\":\"\"}]}");
        expect(4, "status --json x", "{\"server\":\"" + server.url() + "\",\"processes\":[]}");
        assertEquals("x: ERROR (no such process)\n", warnings());
    }

    @Test
    void jsonHasWhatThePoolsOfTheListedProcessesHaveDone() {
        server.on(
                "getAllEventPoolInfo",
                List.of(
                        Map.of("name", "web", "listeners", List.of(Map.of("state", "READY"))),
                        Map.of("name", "worker")));
        String web = run("status --json web");
        assertTrue(web.contains("}],\"pools\":[{\""), web);
        assertTrue(web.contains("\"listeners\":[{\"state\":\"READY\"}]"), web);
        assertFalse(web.contains("\"name\":\"worker\""), web);
        String all = run("status --json");
        assertTrue(all.endsWith(",{\"name\":\"worker\"}]}\n"), all);
        String none = run("status --json nope");
        assertTrue(none.endsWith("\"processes\":[],\"pools\":[]}\n"), none);
    }

    @Test
    void whatIsNotThereIsSaidFirst() {
        expect(4, "status nope", "nope: ERROR (no such process)");
        expect(4, "status no:*", "no: ERROR (no such group)");
        expect(4, "status web worker", "worker: ERROR (no such process)", WEB);
        expect(
                3,
                "status worker:worker_2 worker:nope",
                "worker:nope: ERROR (no such process)",
                WORKER_2);
    }

    @Test
    void whatTheDaemonCannotDoIsSaidOnStandardError() {
        expect(0, "status web", WEB);
        server.on("getState", Map.of("statecode", 1, "statename", "RUNNING"));
        server.on(
                "getFatalReasons",
                List.of(
                        Map.of(
                                "operation", "rotate log",
                                "on", "/x.log",
                                "reason", "Permission denied",
                                "since", 5)));
        expect(0, "status web", WEB);
        assertEquals("", warnings());
        server.on("getState", Map.of("statecode", 2, "statename", "FATAL"));
        expect(0, "status web", WEB);
        assertEquals(
                "supervisord is in FATAL state: can't rotate log /x.log: Permission denied\n",
                warnings());
    }

    @Test
    void whatElseTheServerCannotAnswerIsNoMatterOfStatus() {
        server.on(
                "getState",
                parameters -> {
                    throw new FakeSupervisor.Broken();
                });
        expect(0, "status web", WEB);
        server.on("getState", "no struct");
        expect(0, "status web", WEB);
        assertEquals("", warnings());
    }

    @Test
    void theColumnGrowsWithTheLongestName() {
        String name = "n".repeat(31);
        server.on("getAllProcessInfo", List.of(running(name, name, 9), running("web", "web", 7)));
        expect(
                0,
                "status",
                name + "   RUNNING   pid 9, uptime 0:00:05",
                "web" + " ".repeat(31) + "RUNNING   pid 7, uptime 0:00:05");
    }

    @Test
    void aServerWithoutProcessesPrintsNothing() {
        server.on("getAllProcessInfo", List.of());
        assertEquals("", run("status"));
        assertEquals(0, exitStatus());
    }

    @ParameterizedTest
    @EnumSource(ProcessState.class)
    void aStoppedProcessSetsTheExitStatus(ProcessState state) {
        server.on(
                "getAllProcessInfo", List.of(FakeSupervisor.info("web", "web", state, 0, "text")));
        run("status web");
        boolean stopped =
                switch (state) {
                    case STOPPED, EXITED, FATAL, UNKNOWN -> true;
                    case STARTING, RUNNING, BACKOFF, STOPPING -> false;
                };
        assertEquals(stopped ? 3 : 0, exitStatus());
    }

    @Test
    void aFaultIsAnError() {
        server.onFault("getAllProcessInfo", Fault.SHUTDOWN_STATE);
        expect(1, "status", "error: fault 6: SHUTDOWN_STATE");
    }

    @Test
    void aFaultIsJsonWhereThatIsWanted() {
        server.onFault("getAllProcessInfo", Fault.SHUTDOWN_STATE);
        String error = "\"error\":\"fault 6: SHUTDOWN_STATE\"}";
        expect(4, "status --json", "{\"server\":\"" + server.url() + "\"," + error);
    }

    @Test
    void thePidOfTheServerIsPrinted() {
        server.on("getPID", 4242);
        expect(0, "pid", "4242");
    }

    @Test
    void thePidsOfProcessesArePrinted() {
        server.on(
                "getProcessInfo",
                names ->
                        switch (names.get(0)) {
                            case "web" -> running("web", "web", 7);
                            case "off" ->
                                    FakeSupervisor.info("off", "off", ProcessState.EXITED, 0, "");
                            default -> FakeSupervisor.Refusal.of(Fault.BAD_NAME);
                        });
        expect(0, "pid web", "7");
        expect(7, "pid off", "0");
        expect(1, "pid nope web", "No such process nope", "7");
        expect(0, "pid all", "7", "8", "0");
    }

    @Test
    void anotherFaultOfPidEndsIt() {
        server.onFault("getProcessInfo", Fault.SHUTDOWN_STATE);
        expect(1, "pid web off", "error: fault 6: SHUTDOWN_STATE");
        assertEquals(List.of("getProcessInfo(web)"), server.calls());
    }

    @Test
    void theVersionIsPrinted() {
        server.on("getSupervisorVersion", "4.4.0");
        expect(0, "version", "4.4.0");
        expectWithHelp(1, "version now", "Error: version accepts no arguments");
    }

    @Test
    void whatIsConfiguredIsListed() {
        server.on(
                "getAllConfigInfo",
                List.of(configured("web", "web", true, true), configured("g", "p", false, false)));
        expect(
                0,
                "avail",
                "web                              in use    auto      999:1",
                "g:p                              avail     manual    999:1");
        expectWithHelp(1, "avail all", "Error: avail accepts no arguments");
    }

    @Test
    void availSaysThatTheServerIsGoingDown() {
        server.onFault("getAllConfigInfo", Fault.SHUTDOWN_STATE);
        expect(1, "avail", "ERROR: supervisor shutting down");
        server.onFault("getAllConfigInfo", Fault.FAILED);
        expect(1, "avail", "error: fault 30: FAILED");
    }

    private static Map<String, Object> running(String group, String name, int pid) {
        return FakeSupervisor.info(
                group, name, ProcessState.RUNNING, pid, "pid " + pid + ", uptime 0:00:05");
    }

    private static Map<String, Object> configured(
            String group, String name, boolean inuse, boolean autostart) {
        return Map.of(
                "group", group,
                "name", name,
                "inuse", inuse,
                "autostart", autostart,
                "group_prio", 999,
                "process_prio", 1);
    }
}
