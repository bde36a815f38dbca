package org.supervisord.daemon.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotifySettingsTest {
    private static NotifySettings read(String... pairs) {
        Map<String, String> environment = new java.util.HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            environment.put(pairs[i], pairs[i + 1]);
        }
        return NotifySettings.of(environment, 42);
    }

    @Test
    void thereIsNothingWithoutASocket() {
        NotifySettings nothing = new NotifySettings(Optional.empty(), Optional.empty(), List.of());
        assertEquals(nothing, read("PATH", "/bin"));
        assertEquals(nothing, read("NOTIFY_SOCKET", ""));
        assertEquals(nothing, read("WATCHDOG_USEC", "1000000", "WATCHDOG_PID", "42"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/run/systemd/notify", "@org/freedesktop/systemd1/notify"})
    void aSocketHasAPathOrAName(String where) {
        assertEquals(
                new NotifySettings(Optional.of(where), Optional.empty(), List.of()),
                read("NOTIFY_SOCKET", where));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vsock:2:1234", "run/notify", "@", "/"})
    void otherSocketsAreSaidToBeOfNoUse(String where) {
        assertEquals(
                new NotifySettings(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(
                                "NOTIFY_SOCKET is '"
                                        + where
                                        + "', which is neither a path nor a name")),
                read("NOTIFY_SOCKET", where, "WATCHDOG_USEC", "5"));
    }

    @ParameterizedTest
    @CsvSource({
        "30000000, 42, PT30S",
        "30000000, '', PT30S",
        "1,        42, PT0.000001S",
        "1500000,  42, PT1.5S",
        "18446744073709551615, 42, PT876000H",
    })
    void theWatchdogIsInMicroseconds(String usec, String pid, Duration expected) {
        assertEquals(
                new NotifySettings(Optional.of("/n"), Optional.of(expected), List.of()),
                read("NOTIFY_SOCKET", "/n", "WATCHDOG_USEC", usec, "WATCHDOG_PID", pid));
    }

    @Test
    void aWatchdogForAnotherProcessIsNone() {
        assertEquals(
                new NotifySettings(Optional.of("/n"), Optional.empty(), List.of()),
                read("NOTIFY_SOCKET", "/n", "WATCHDOG_USEC", "5", "WATCHDOG_PID", "43"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "ten", "5s", "99999999999999999999999999999999999999999"})
    void aWatchdogThatIsNoNumberIsSaidToBeOfNoUse(String usec) {
        assertEquals(
                new NotifySettings(
                        Optional.of("/n"),
                        Optional.empty(),
                        List.of("WATCHDOG_USEC is '" + usec + "', which is no number above 0")),
                read("NOTIFY_SOCKET", "/n", "WATCHDOG_USEC", usec));
    }

    @Test
    void programsFindNothingOfItInTheirEnvironment() {
        assertEquals(
                Map.of("PATH", "/bin", "INVOCATION_ID", "1"),
                NotifySettings.removedFrom(
                        Map.of(
                                "PATH", "/bin",
                                "INVOCATION_ID", "1",
                                "NOTIFY_SOCKET", "/n",
                                "WATCHDOG_USEC", "5",
                                "WATCHDOG_PID", "42")));
    }
}
