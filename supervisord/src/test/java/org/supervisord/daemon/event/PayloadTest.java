package org.supervisord.daemon.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessName;
import org.supervisord.common.ProcessState;
import org.supervisord.daemon.event.Event.Channel;

class PayloadTest {
    private static final ProcessName WEB = new ProcessName("site", "web");

    private static String payload(Event event) {
        return Payload.of(event).toString();
    }

    @Test
    void eachStateTellsWhatItsListenersExpect() {
        Map<ProcessState, String> endings = new EnumMap<>(ProcessState.class);
        endings.put(ProcessState.STARTING, " tries:3");
        endings.put(ProcessState.BACKOFF, " tries:3");
        endings.put(ProcessState.RUNNING, " pid:42");
        endings.put(ProcessState.STOPPING, " pid:42");
        endings.put(ProcessState.STOPPED, " pid:42");
        endings.put(ProcessState.EXITED, " expected:1 pid:42");
        endings.put(ProcessState.FATAL, "");
        endings.put(ProcessState.UNKNOWN, "");
        for (ProcessState to : ProcessState.values()) {
            Event event = new Event.ProcessStateChanged(WEB, ProcessState.RUNNING, to, 42, 3, true);
            assertEquals(
                    "processname:web groupname:site from_state:RUNNING" + endings.get(to),
                    payload(event));
        }
    }

    @Test
    void anUnexpectedExitIsToldAsZero() {
        Event event =
                new Event.ProcessStateChanged(
                        WEB, ProcessState.RUNNING, ProcessState.EXITED, 42, 0, false);
        assertEquals(
                "processname:web groupname:site from_state:RUNNING expected:0 pid:42",
                payload(event));
    }

    @Test
    void outputNamesItsChannelAndAMessageDoesNot() {
        byte[] data = "zażółć\n".getBytes(UTF_8);
        assertEquals(
                "processname:web groupname:site pid:7 channel:stderr\nzażółć\n",
                payload(new Event.ProcessLog(WEB, 7, Channel.STDERR, data)));
        assertEquals(
                "processname:web groupname:site pid:7\nzażółć\n",
                payload(new Event.ProcessCommunication(WEB, 7, Channel.STDERR, data)));
    }

    @Test
    void outputThatIsNoTextIsWrittenOut() {
        byte[] half = {'a', (byte) 0xc5};
        assertEquals(
                "processname:web groupname:site pid:7 channel:stdout\nUndecodable: b'a\\xc5'",
                payload(new Event.ProcessLog(WEB, 7, Channel.STDOUT, half)));
    }

    @Test
    void theMessageOfAClientFollowsItsType() {
        assertEquals(
                "type:deploy\nline 1\nline 2",
                payload(new Event.RemoteCommunication("deploy", "line 1\nline 2")));
    }

    @Test
    void theDaemonsOwnStatesSayNothingMore() {
        assertEquals("", payload(new Event.SupervisorRunning()));
        assertEquals("", payload(new Event.SupervisorStopping()));
    }

    @Test
    void aTickTellsItsTime() {
        assertEquals("when:1700000005", payload(new Event.Tick(5, 1_700_000_005L)));
    }

    @Test
    void onlyGroupsEndInANewline() {
        assertEquals("groupname:site\n", payload(new Event.ProcessGroupAdded("site")));
        assertEquals("groupname:site\n", payload(new Event.ProcessGroupRemoved("site")));
    }
}
