package org.supervisord.ctl.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;
import org.supervisord.common.plugin.ActionFactory;
import org.supervisord.common.plugin.PluginActions;
import org.supervisord.common.plugin.PluginException;
import org.supervisord.config.ActionPluginSettings;
import org.supervisord.ctl.client.FakeSupervisor;
import org.supervisord.ctl.shell.ClientBench;

class PluggedActionsTest extends ClientBench {
    /** A plug-in as somebody may write it. */
    public static final class Twice implements ActionFactory {
        /** Made by the loader. */
        public Twice() {}

        @Override
        public void addActions(PluginActions actions, Map<String, String> keys) {
            actions.add(
                    keys.getOrDefault("name", "twice"),
                    "Start processes twice",
                    (client, words) -> {
                        for (String word : words) {
                            client.call("supervisor.startProcess", word);
                            client.call("supervisor.startProcess", word, true);
                            client.print(word + ": started twice");
                        }
                        client.exitStatus(words.size());
                    });
        }
    }

    private static List<Action> load(String factory, Map<String, String> keys)
            throws PluginException {
        return PluggedActions.of(
                List.of(new ActionPluginSettings("x", factory, Optional.empty(), keys)), "");
    }

    private String run(List<Action> actions, String line) {
        return run(new ActionTable().with(actions), line);
    }

    @Test
    void itsActionsAreActionsLikeOthers() throws Exception {
        List<Action> actions = load(Twice.class.getName(), Map.of());
        server.on("startProcess", true);
        assertEquals("a: started twice\nb: started twice\n", run(actions, "twice a b"));
        assertEquals(2, exitStatus());
        assertEquals(
                List.of(
                        "startProcess(a)",
                        "startProcess(a, 1)",
                        "startProcess(b)",
                        "startProcess(b, 1)"),
                server.calls());
        assertEquals("twice\tStart processes twice\n", run(actions, "help twice"));
        assertTrue(new ActionTable().with(actions).names().contains("twice"));
    }

    @Test
    void whatItDoesNotCatchIsPrinted() throws Exception {
        server.onFault("startProcess", Fault.SPAWN_ERROR);
        assertEquals(
                "error: fault 50: SPAWN_ERROR\n",
                run(load(Twice.class.getName(), Map.of()), "twice a"));
        assertEquals(1, exitStatus());
    }

    /** One that looks at the fault. */
    public static final class Asking implements ActionFactory {
        /** Made by the loader. */
        public Asking() {}

        @Override
        public void addActions(PluginActions actions, Map<String, String> keys) {
            actions.add(
                    "ask",
                    "",
                    (client, words) -> {
                        try {
                            client.call("supervisor.startProcess", "x");
                        } catch (RpcFault fault) {
                            client.print(fault.fault() + " " + fault.code());
                        }
                    });
        }
    }

    @Test
    void faultsAreThoseOfTheServer() throws Exception {
        List<Action> actions = load(Asking.class.getName(), Map.of());
        server.onFault("startProcess", Fault.BAD_NAME);
        assertEquals("BAD_NAME 10\n", run(actions, "ask"));
        server.on("startProcess", new FakeSupervisor.Refusal(777, "OWN"));
        assertEquals("FAILED 777\n", run(actions, "ask"));
    }

    /** One whose libraries are not there. */
    public static final class Incomplete implements ActionFactory {
        /** Made by the loader. */
        public Incomplete() {}

        @Override
        public void addActions(PluginActions actions, Map<String, String> keys) {
            if (keys.containsKey("early")) {
                throw new NoClassDefFoundError("com/example/Early");
            }
            actions.add(
                    "late",
                    "",
                    (client, words) -> {
                        throw new NoClassDefFoundError("com/example/Late");
                    });
        }
    }

    @Test
    void whatItLacksIsNamed() throws Exception {
        assertEquals(
                "[ctlplugin:x]: java.lang.NoClassDefFoundError: com/example/Early",
                failure(Incomplete.class.getName(), Map.of("early", "1")));
        assertEquals(
                "error: java.lang.NoClassDefFoundError: com/example/Late\n",
                run(load(Incomplete.class.getName(), Map.of()), "late"));
        assertEquals(1, exitStatus());
    }

    @Test
    void namesThatAreTakenOrNoneAreRefused() {
        assertEquals(
                "[ctlplugin:x]: java.lang.IllegalArgumentException: 'status' is an action already",
                failure(Twice.class.getName(), Map.of("name", "status")));
        assertEquals(
                "[ctlplugin:x]: java.lang.IllegalArgumentException: 'a b' is no name",
                failure(Twice.class.getName(), Map.of("name", "a b")));
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertEquals(
                "[ctlplugin:x]: there is no class com.example.No in the class path",
                failure("com.example.No", Map.of()));
        assertTrue(failure("java.lang.String", Map.of()).contains("is no "), "not of that kind");
    }

    private static String failure(String factory, Map<String, String> keys) {
        return assertThrows(PluginException.class, () -> load(factory, keys)).getMessage();
    }
}
