package org.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.common.ProcessState;
import org.supervisord.ctl.client.FakeSupervisor;

/** What a single action loads: the time to its answer is the time to load classes. */
@Timeout(120)
class OneShotClassesTest {
    /** Beginnings of names of classes that a single action has no use for. */
    private static final List<String> FORBIDDEN =
            List.of(
                    "com.sun.jna.",
                    "ch.qos.logback.",
                    "org.slf4j.",
                    "org.jline.",
                    // hash codes of records are made at run time
                    "java.lang.runtime.ObjectMethods",
                    "java.util.logging.Logger",
                    // opens all jars
                    "java.util.ServiceLoader",
                    "java.util.concurrent.ThreadPoolExecutor",
                    "java.net.URLClassLoader$",
                    "java.text.DecimalFormat",
                    "java.time.format.",
                    "org.supervisord.daemon.",
                    "org.supervisord.common.plugin.PluginLoader",
                    "org.supervisord.config.ServerConfigReader",
                    "org.supervisord.config.ProgramReader",
                    "org.supervisord.ctl.shell.ActionCompleter",
                    "org.supervisord.ctl.action.ConfigActions",
                    "org.supervisord.ctl.action.ControlActions",
                    "org.supervisord.ctl.action.DebugAction",
                    "org.supervisord.ctl.action.ForegroundAction",
                    "org.supervisord.ctl.action.LogActions",
                    "org.supervisord.ctl.action.ServerActions",
                    "org.supervisord.ctl.action.TailAction",
                    "org.supervisord.ctl.shell.Completion",
                    "org.supervisord.ctl.terminal.HiddenTyping",
                    "org.supervisord.ctl.shell.HistoryFile",
                    "org.supervisord.ctl.action.LogThreads",
                    "org.supervisord.ctl.shell.ManyServers",
                    "org.supervisord.ctl.shell.PageInterpreter",
                    "org.supervisord.ctl.terminal.PasswordPrompt",
                    "org.supervisord.ctl.action.PluggedActions",
                    "org.supervisord.ctl.action.RollingRestart",
                    "org.supervisord.ctl.shell.Shell",
                    "org.supervisord.ctl.action.StdinFeed",
                    "org.supervisord.ctl.shell.TerminalShell");

    @TempDir private Path folder;

    @Test
    void aSingleStatusLoadsNothingThatItHasNoUseFor() throws Exception {
        Path configuration = Files.writeString(folder.resolve("c.conf"), "[supervisorctl]\n");
        Path loaded = folder.resolve("loaded");
        Path output = folder.resolve("output");
        try (FakeSupervisor server = FakeSupervisor.listeningOn(folder.resolve("s"))) {
            server.on(
                    "getAllProcessInfo",
                    List.of(FakeSupervisor.info("web", "web", ProcessState.RUNNING, 7, "pid 7")));
            Process process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java") + "",
                                    "-Xlog:class+load:file=" + loaded,
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Supervisorctl.class.getName(),
                                    "-c",
                                    configuration.toString(),
                                    "-s",
                                    server.url(),
                                    "status")
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(
                    "web                              RUNNING   pid 7\n", Files.readString(output));
            assertEquals(0, process.exitValue());
        }
        List<String> names = names(loaded);
        assertTrue(
                names.contains("org.supervisord.ctl.action.StatusAction"), "the log can be read");
        assertEquals(
                List.of(),
                names.stream()
                        .filter(name -> FORBIDDEN.stream().anyMatch(name::startsWith))
                        .toList());
    }

    /** {@code [0.1s][info][class,load] java.lang.Object source: jrt:/java.base}. */
    private static List<String> names(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" source: "))
                .map(line -> line.substring(0, line.indexOf(" source: ")))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }
}
