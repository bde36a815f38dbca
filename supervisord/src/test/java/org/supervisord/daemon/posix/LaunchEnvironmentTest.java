package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchEnvironmentTest {
    @Test
    void whatIsForTheJvmAloneIsTakenBack() {
        assertEquals(
                Map.of("A", "1"),
                undone(
                        Map.of(
                                "A", "1",
                                "_JAVA_SR_SIGNUM", "48",
                                "SUPERVISORD_LAUNCHER_HOME", "/opt/supervisord",
                                "SUPERVISORD_LAUNCHER_LC_ALL", "",
                                "LC_ALL", "C.UTF-8")));
        assertEquals(
                Map.of("LC_ALL", "C"),
                undone(Map.of("SUPERVISORD_LAUNCHER_LC_ALL", "+C", "LC_ALL", "C.UTF-8")));
    }

    @Test
    void optionsForAnyJavaAreGivenBack() {
        assertEquals(
                Map.of("JAVA_TOOL_OPTIONS", "-Xmx2g", "_JAVA_OPTIONS", ""),
                undone(
                        Map.of(
                                "SUPERVISORD_LAUNCHER_JAVA_TOOL_OPTIONS", "-Xmx2g",
                                "SUPERVISORD_LAUNCHER__JAVA_OPTIONS", "",
                                "SUPERVISORD_LAUNCHER_ENVIRONMENT",
                                        saved("JAVA_TOOL_OPTIONS=-Xmx2g\0_JAVA_OPTIONS="))));
    }

    @Test
    void theOperatorsOwnChoiceOfASignalIsGivenBack() {
        assertEquals(
                Map.of("_JAVA_SR_SIGNUM", "31"),
                undone(
                        Map.of(
                                "_JAVA_SR_SIGNUM",
                                "48",
                                "SUPERVISORD_LAUNCHER_ENVIRONMENT",
                                saved("_JAVA_SR_SIGNUM=31"))));
    }

    @Test
    void whatTheShellHasAddedToNothingIsTakenBack() {
        assertEquals(
                Map.of(),
                undone(Map.of("PWD", "/somewhere", "SUPERVISORD_LAUNCHER_ENVIRONMENT", "")));
    }

    @Test
    void whatTheShellHasAddedIsTakenBack() {
        assertEquals(
                Map.of("A", "1"),
                undone(
                        Map.of(
                                "A", "1",
                                "PWD", "/somewhere",
                                "SHLVL", "1",
                                "_", "/usr/bin/java",
                                "SUPERVISORD_LAUNCHER_ENVIRONMENT", saved("A=1"))));
    }

    @Test
    void whatTheShellHasChangedOrDroppedIsPutBack() {
        assertEquals(
                Map.of("version", "7", "PWD", "/old", "app.mode", "x=y", "two words", "żółw"),
                undone(
                        Map.of(
                                "version",
                                "17.0.15",
                                "PWD",
                                "/new",
                                "SUPERVISORD_LAUNCHER_ENVIRONMENT",
                                saved("PWD=/old\0app.mode=x=y\0two words=żółw\0version=7\0"))));
    }

    @Test
    void whatWasRemovedSinceStaysAway() {
        assertEquals(
                Map.of("A", "1"),
                undone(
                        Map.of(
                                "A",
                                "1",
                                "SUPERVISORD_LAUNCHER_ENVIRONMENT",
                                saved("A=1\0WATCHDOG_PID=2"))));
    }

    @Test
    void withoutTheLaunchersRecordAllStays() {
        assertEquals(Map.of("PWD", "/here"), undone(Map.of("PWD", "/here")));
    }

    private static Map<String, String> undone(Map<String, String> variables) {
        return LaunchEnvironment.undone(new HashMap<>(variables));
    }

    private static String saved(String pairs) {
        return Base64.getEncoder().encodeToString(pairs.getBytes(StandardCharsets.UTF_8));
    }
}
