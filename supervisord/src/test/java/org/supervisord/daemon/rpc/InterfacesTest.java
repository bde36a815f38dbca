package org.supervisord.daemon.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.daemon.SupervisorBench.group;
import static org.supervisord.daemon.process.Programs.program;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.common.RpcFault;
import org.supervisord.common.plugin.PluginException;
import org.supervisord.common.plugin.PluginLoader;
import org.supervisord.config.RpcInterfaceSettings;
import org.supervisord.config.ServerConfigReader;
import org.supervisord.daemon.SupervisorBench;

class InterfacesTest {
    @TempDir Path folder;

    private final SupervisorBench bench =
            new SupervisorBench(group("web", 1, program("web").startsecs(0)));
    private final RpcEndpoint builtIn = new RpcEndpoint(new RpcBench(bench).table, bench.log.log());
    private PluginLoader loader;
    private Interfaces interfaces;

    @BeforeEach
    void makeInterfaces() throws PluginException {
        loader = new PluginLoader("");
        interfaces = new Interfaces(builtIn, bench.scheduler, loader, bench.log.log());
    }

    @AfterEach
    void closeJars() throws Exception {
        loader.close();
    }

    @Test
    void withoutSectionsThereIsOnlyTheSystem() {
        assertEquals(
                List.of(
                        "system.listMethods",
                        "system.methodHelp",
                        "system.methodSignature",
                        "system.multicall"),
                call("system.listMethods"));
    }

    @Test
    void theMainInterfaceHasTheNameOfItsSection() throws PluginException {
        interfaces.add(main("supervisor", Map.of()));
        interfaces.add(main("other", Map.of()));
        assertEquals("3.0", call("supervisor.getAPIVersion"));
        assertEquals("3.0", call("other.getAPIVersion"));
        assertTrue(((List<?>) call("daemon.listMethods")).contains("daemon.getFatalReasons"));
    }

    @Test
    void namesOfOursAreTaken() {
        for (String name : List.of("system", "daemon")) {
            assertThrows(PluginException.class, () -> interfaces.add(main(name, Map.of())));
        }
    }

    @Test
    void theMainInterfaceTakesNoKeys() {
        assertThrows(
                PluginException.class, () -> interfaces.add(main("supervisor", Map.of("a", "b"))));
    }

    @Test
    void theManualsExampleWorks() throws Exception {
        addExample(Map.of("most", "2"));
        assertEquals(true, call("notes.put", "db", "needs more memory"));
        assertEquals("needs more memory", call("notes.get", "db"));
        assertEquals("70 NOT_RUNNING: web", fault("notes.restart", "web", "leaks"));
        assertEquals(List.of("db", "web"), call("notes.subjects"));
        assertEquals("10 BAD_NAME: none", fault("notes.get", "none"));
        assertEquals("1001 TOO_MANY_NOTES: 2", fault("notes.put", "x", "y"));
        assertEquals("2 INCORRECT_PARAMETERS", fault("notes.put", "x"));
        assertEquals("2 INCORRECT_PARAMETERS", fault("notes.get", 7));
        assertEquals(List.of("string", "string"), call("system.methodSignature", "notes.get"));
        assertTrue(bench.log.lines().contains("INFO restarting web: leaks"));
        interfaces.close();
        assertTrue(bench.log.lines().contains("INFO there were 2 notes"));
    }

    @Test
    void readersMayCallWhatOnlyReads() throws Exception {
        interfaces.add(main("supervisor", Map.of()));
        addExample(Map.of());
        RpcEndpoint readers = interfaces.endpointForReaders();
        assertEquals(List.of(), readers.call("notes.subjects").join());
        assertEquals("3.0", readers.call("supervisor.getAPIVersion").join());
        assertEquals(
                "403 READ_ONLY: notes.put changes something, and you may only look",
                text(readers.call("notes.put", "a", "b")));
        assertEquals(
                "403 READ_ONLY: supervisor.shutdown changes something, and you may only look",
                text(readers.call("supervisor.shutdown")));
        Object many =
                readers.call(
                                "system.multicall",
                                (Object)
                                        new Object[] {
                                            Map.of("methodName", "supervisor.stopAllProcesses")
                                        })
                        .join();
        assertEquals(403, ((Map<?, ?>) ((List<?>) many).get(0)).get("faultCode"));
    }

    @Test
    void onlyQuestionsAreForReaders() throws PluginException {
        interfaces.add(main("supervisor", Map.of()));
        RpcEndpoint readers = interfaces.endpointForReaders();
        for (String name : readers.table().names()) {
            String word = name.substring(name.indexOf('.') + 1);
            boolean asks = word.matches("(get|read|tail|list|method|multicall).*");
            assertEquals(asks, !readers.table().find(name).orElseThrow().changes(), name);
        }
    }

    @Test
    void errorsOfAPluginStayInTheCall() throws Exception {
        add(
                """
                methods.method("fail", "int x", "Fails.").does(a -> a.value(7));
                methods.method("odd", "int x", "Odd.").does(a -> new Object());
                methods.method("late", "int x", "Late.").does(a ->
                    java.util.concurrent.CompletableFuture.completedFuture(new Object()));
                methods.method("none", "int x", "Nothing.").does(a -> null);
                methods.method("error", "int x", "Asserts.").does(a -> { throw new AssertionError(); });
                methods.method("round", "int x", "Recurses.").does(a -> {
                    var itself = new java.util.ArrayList<Object>();
                    itself.add(itself);
                    return itself;
                });
                methods.method("endless", "int x", "Recurses.").does(a -> itself());
                """,
                "static Object itself() { return itself(); }");
        for (String name : List.of("fail", "odd", "late", "none", "error", "round", "endless")) {
            assertTrue(fault("odd." + name).startsWith("30 FAILED: an error in"), name);
        }
        assertEquals(7, bench.log.lines(Level.ERROR).size());
    }

    @Test
    void whatAThreadOfAPluginCompletesIsAnsweredByTheLoop() throws Exception {
        add(
                """
                methods.method("slow", "string x", "Takes its time.").does(a -> {
                    var answer = new java.util.concurrent.CompletableFuture<Object>();
                    daemon.atEnd(() -> answer.complete("done"));
                    return answer;
                });
                """);
        CompletableFuture<Object> answer = interfaces.endpoint().call("odd.slow");
        Thread thread = new Thread(interfaces::close);
        thread.start();
        thread.join();
        assertFalse(answer.isDone());
        bench.scheduler.runDue();
        assertEquals("done", answer.join());
    }

    @Test
    void whatAPluginHasDoneMayBeAStageThatCannotBeAsked() throws Exception {
        add(
                """
                methods.method("staged", "string x", "Is done.").does(a ->
                    java.util.concurrent.CompletableFuture.completedStage("done"));
                """);
        assertEquals("done", call("odd.staged"));
    }

    @Test
    void aFactoryThatDoesNotWantToSaysWhy() {
        assertEquals(
                "Odd: no disk",
                assertThrows(
                                PluginException.class,
                                () ->
                                        add(
                                                "if (true) throw new IllegalStateException(\"no disk\");"))
                        .getMessage());
        assertFalse(((List<?>) call("system.listMethods")).contains("odd.a"));
    }

    @Test
    void errorsOfItsTasksAreToldAndNoMore() throws Exception {
        add(
                """
                daemon.post(() -> { throw new NoClassDefFoundError("it"); });
                daemon.atEnd(() -> { throw new AssertionError("too late"); });
                """);
        bench.scheduler.runDue();
        interfaces.close();
        assertEquals(
                List.of(
                        "a plug-in failed in a task of its own:"
                                + " java.lang.NoClassDefFoundError: it",
                        "a plug-in failed at the end: java.lang.AssertionError: too late"),
                bench.log.lines(Level.ERROR));
    }

    private void add(String body) throws Exception {
        add(body, "");
    }

    private void add(String body, String member) throws Exception {
        PluginJar.write(
                folder,
                "Odd",
                """
                public class Odd implements org.supervisord.common.plugin.RpcInterfaceFactory {
                    public void addMethods(
                            org.supervisord.common.plugin.RpcMethods methods,
                            org.supervisord.common.plugin.Daemon daemon,
                            java.util.Map<String, String> keys) {
                        %s
                    }
                    %s
                }
                """
                        .formatted(body, member));
        interfaces.add(new RpcInterfaceSettings("odd", "Odd", Optional.of(folder), Map.of()));
    }

    private void addExample(Map<String, String> keys) throws Exception {
        PluginJar.write(folder, "Notes", PluginJar.example());
        interfaces.add(
                new RpcInterfaceSettings("notes", "com.example.Notes", Optional.of(folder), keys));
    }

    private static RpcInterfaceSettings main(String name, Map<String, String> keys) {
        return new RpcInterfaceSettings(
                name, ServerConfigReader.MAIN_INTERFACE, Optional.empty(), keys);
    }

    private Object call(String method, Object... parameters) {
        CompletableFuture<Object> answer = interfaces.endpoint().call(method, parameters);
        assertTrue(answer.isDone());
        return answer.join();
    }

    private String fault(String method, Object... parameters) {
        return text(interfaces.endpoint().call(method, parameters));
    }

    private static String text(CompletableFuture<Object> answer) {
        CompletionException failure = assertThrows(CompletionException.class, answer::join);
        RpcFault fault = (RpcFault) failure.getCause();
        return fault.code() + " " + fault.text();
    }
}
