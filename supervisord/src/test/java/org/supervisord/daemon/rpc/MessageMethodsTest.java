package org.supervisord.daemon.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.supervisord.daemon.SupervisorBench.group;
import static org.supervisord.daemon.process.Programs.program;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.event.Event;

class MessageMethodsTest {
    private final SupervisorBench bench = new SupervisorBench(group("web", 1, program("web")));
    private final RpcBench rpc = new RpcBench(bench);

    @Test
    void writesToTheStdinOfAProcess() throws RpcFault {
        bench.running("web", "web");
        assertEquals(true, rpc.call("sendProcessStdin", "web", "żółw\n"));
        assertEquals(true, rpc.call("sendProcessStdin", "web:web", "x".getBytes(UTF_8)));
        assertEquals("żółw\nx", bench.stdin.toString());
    }

    @Test
    void refusesWhatIsNoText() {
        bench.running("web", "web");
        assertEquals("2 INCORRECT_PARAMETERS: 5", rpc.fault("sendProcessStdin", "web", 5));
        assertEquals("2 INCORRECT_PARAMETERS", rpc.fault("sendProcessStdin", 5, "x"));
    }

    @Test
    void needsAProcessThatIsUp() {
        assertEquals("10 BAD_NAME: nope", rpc.fault("sendProcessStdin", "nope", "x"));
        assertEquals("10 BAD_NAME: web:*", rpc.fault("sendProcessStdin", "web:*", "x"));
        assertEquals("70 NOT_RUNNING: web", rpc.fault("sendProcessStdin", "web", "x"));
        bench.running("web", "web").stop();
        assertEquals("70 NOT_RUNNING: web", rpc.fault("sendProcessStdin", "web", "x"));
        assertEquals("", bench.stdin.toString());
    }

    @Test
    void aClosedStdinIsNoFile() {
        bench.running("web", "web");
        bench.breakChildren();
        assertEquals("20 NO_FILE: web", rpc.fault("sendProcessStdin", "web", "x"));
    }

    @Test
    void bytesAreTakenAsTheyAreAndAreCounted() throws Exception {
        bench.running("web", "web");
        bench.stdinRoom = 3;
        CompletableFuture<?> answer =
                (CompletableFuture<?>) rpc.call("daemon.writeProcessStdin", "web", bytes("abcde"));
        assertEquals(3, answer.get());
        assertEquals("abc", bench.stdin.toString());
        assertEquals(
                "2 INCORRECT_PARAMETERS: data is to be base64",
                rpc.fault("daemon.writeProcessStdin", "web", "text"));
    }

    @Test
    void whenThereIsNoRoomForALongTimeNothingWasTaken() throws Exception {
        bench.running("web", "web");
        bench.stdinRoom = 0;
        CompletableFuture<?> answer = rpc.later("daemon.writeProcessStdin", "web", bytes("abc"));
        bench.scheduler.advance(Duration.ofSeconds(9));
        assertFalse(answer.isDone());
        bench.scheduler.advance(Duration.ofSeconds(1));
        assertEquals(0, answer.get());
    }

    @Test
    void bytesNeedAProcessThatIsUpAndReads() throws Exception {
        assertEquals(
                "70 NOT_RUNNING: web", rpc.fault("daemon.writeProcessStdin", "web", bytes("x")));
        bench.running("web", "web");
        bench.breakChildren();
        assertEquals(
                "20 NO_FILE: web",
                RpcBench.fault(
                        (CompletableFuture<?>)
                                rpc.call("daemon.writeProcessStdin", "web", bytes("x"))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void messagesToListenersMustBeTextsOrNumbers() {
        assertEquals(
                "2 INCORRECT_PARAMETERS", rpc.fault("sendRemoteCommEvent", new Object[0], "x"));
        assertEquals("2 INCORRECT_PARAMETERS", rpc.fault("sendRemoteCommEvent", "x", Map.of()));
        assertEquals(List.of(), bench.events);
    }

    @Test
    void numbersArriveAsPythonWritesThem() throws RpcFault {
        assertEquals(true, rpc.call("sendRemoteCommEvent", "progress", 42));
        assertEquals(true, rpc.call("sendRemoteCommEvent", 1.5, true));
        assertEquals(
                List.of(
                        new Event.RemoteCommunication("progress", "42"),
                        new Event.RemoteCommunication("1.5", "True")),
                bench.events);
    }

    @Test
    void whatIsNoTextIsSaidAsPythonWritesIt() {
        assertEquals("2 INCORRECT_PARAMETERS: True", rpc.fault("sendProcessStdin", "web", true));
        assertEquals(
                "2 INCORRECT_PARAMETERS: ['a', 1]",
                rpc.fault("sendProcessStdin", "web", new Object[] {"a", 1}));
        assertEquals(
                "2 INCORRECT_PARAMETERS: {'a': 1.0}",
                rpc.fault("sendProcessStdin", "web", Map.of("a", 1.0)));
    }
}
