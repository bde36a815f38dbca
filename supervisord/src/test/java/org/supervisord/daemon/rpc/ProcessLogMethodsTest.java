package org.supervisord.daemon.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.supervisord.daemon.SupervisorBench.group;
import static org.supervisord.daemon.process.Programs.program;
import static org.supervisord.daemon.rpc.RpcBench.results;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.fatal.Operation;

class ProcessLogMethodsTest {
    private final SupervisorBench bench = new SupervisorBench(group("app", 5, program("app")));
    private final RpcBench rpc = new RpcBench(bench);
    private Path file;

    @BeforeEach
    void openAGroupWithALog(@TempDir Path folder) throws Exception {
        file = Files.writeString(folder.resolve("web.log"), "0123456789");
        bench.logTo("web", file);
        bench.supervisor.addGroup(group("site", 1, program("web"), program("other")));
    }

    @Test
    void readsPartsOfALog() throws RpcFault {
        for (String method : List.of("readProcessStdoutLog", "readProcessLog")) {
            assertEquals("0123456789", rpc.call(method, "site:web", 0, 0));
            assertEquals("345", rpc.call(method, "site:web", 3, 3));
            assertEquals("89", rpc.call(method, "site:web", -2, 0));
            assertEquals("", rpc.call(method, "site:web", 10, 0));
        }
    }

    @Test
    void tellsHowMuchWasLoggedSinceTheStart() throws RpcFault {
        assertEquals(
                "70 NOT_RUNNING: site:web", rpc.fault("daemon.getOutputSinceStart", "site:web"));
        bench.running("site", "web");
        assertEquals(
                Map.of("stdout", 12, "stderr", Integer.MAX_VALUE),
                rpc.call("daemon.getOutputSinceStart", "site:web"));
    }

    @Test
    void readsBehindTheLargestNumberOfTheProtocol() throws Exception {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.seek(3L << 30);
            sparse.write("far".getBytes(UTF_8));
        }
        assertEquals("ar", rpc.call("readProcessLog", "site:web", "3221225473", 5));
        assertEquals("ar", rpc.call("readProcessLog", "site:web", 3_221_225_473.0, 5));
        assertEquals("", rpc.call("readProcessLog", "site:web", "999999999999999999", 1));
        assertEquals("3 BAD_ARGUMENTS", rpc.fault("readProcessLog", "site:web", "-2147483649", 5));
    }

    @Test
    void refusesRangesThatMakeNoSense() {
        assertEquals("3 BAD_ARGUMENTS", rpc.fault("readProcessLog", "site:web", -1, 1));
        assertEquals("3 BAD_ARGUMENTS", rpc.fault("readProcessLog", "site:web", 0, -1));
        assertEquals("2 INCORRECT_PARAMETERS", rpc.fault("readProcessLog", "site:web", "x", 1));
    }

    @Test
    void bytesThatAreNoTextAreReplaced() throws Exception {
        Files.write(file, new byte[] {'a', (byte) 0xff, 'b'});
        assertEquals("a\ufffdb", rpc.call("readProcessLog", "site:web", 0, 0));
    }

    @Test
    void aLogThatIsNotThereIsNoFile() throws Exception {
        assertEquals("20 NO_FILE", rpc.fault("readProcessStderrLog", "site:web", 0, 0));
        assertEquals("20 NO_FILE", rpc.fault("readProcessStdoutLog", "app", 0, 0));
        Files.delete(file);
        assertEquals("20 NO_FILE: " + file, rpc.fault("readProcessLog", "site:web", 0, 0));
    }

    @Test
    void givesTheEndOfALogByTheOddRulesOfItsOffsets() throws RpcFault {
        assertEquals(List.of("", 10, true), tail(0, 0));
        assertEquals(List.of("6789", 10, true), tail(0, 4));
        assertEquals(List.of("6789", 10, true), tail(3, 4));
        assertEquals(List.of("0123456789", 10, false), tail(0, 10));
        assertEquals(List.of("", 10, false), tail(10, 5));
        assertEquals(List.of("", 10, false), tail(99, 5));
    }

    @Test
    void aTailOfNothingIsEmpty() throws Exception {
        assertEquals(List.of("", 0, false), rpc.call("tailProcessStderrLog", "site:web", 7, 7));
        assertEquals(List.of("", 0, false), rpc.call("tailProcessLog", "app", 7, 7));
        Files.delete(file);
        assertEquals(List.of("", 0, false), tail(7, 7));
    }

    @Test
    void aLongPartIsReadInATurnOfItsOwn() throws Exception {
        String text = "0123456789".repeat(100_000);
        Files.writeString(file, text);
        CompletableFuture<?> all = rpc.later("readProcessLog", "site:web", 0, 0);
        CompletableFuture<?> end = rpc.later("readProcessLog", "site:web", -900_000, 0);
        CompletableFuture<?> tail = rpc.later("tailProcessLog", "site:web", 0, 900_000);
        CompletableFuture<?> wrong = rpc.later("readProcessLog", "site:web", 0, -1);
        bench.scheduler.runDue();
        assertEquals(text, LogText.plain(all.join()));
        assertEquals(text.substring(100_000), LogText.plain(end.join()));
        assertEquals(List.of(text.substring(100_000), 1_000_000, true), LogText.plain(tail.join()));
        assertEquals("3 BAD_ARGUMENTS", RpcBench.fault(wrong));
        assertEquals("89", rpc.call("readProcessLog", "site:web", -2, 0));
        assertEquals(List.of("89", 1_000_000, true), tail(0, 2));
    }

    @Test
    void needsTheNameOfOneProcess() {
        for (String method : List.of("readProcessLog", "tailProcessLog")) {
            for (String name : List.of("nope", "site", "site:*", "site:nope")) {
                assertEquals("10 BAD_NAME: " + name, rpc.fault(method, name, 0, 0));
            }
        }
        assertEquals("10 BAD_NAME: site:*", rpc.fault("clearProcessLogs", "site:*"));
    }

    @Test
    void clearsTheLogsOfOneThatIsUp() throws RpcFault {
        bench.running("site", "web");
        assertEquals(true, rpc.call("clearProcessLogs", "site:web"));
        assertEquals(true, rpc.call("clearProcessLog", "site:web"));
        assertEquals(List.of("web", "web"), bench.cleared);
    }

    @Test
    void clearsNothingOfOneThatIsDownAndSaysItDid() throws RpcFault {
        assertEquals(true, rpc.call("clearProcessLogs", "site:web"));
        assertEquals(List.of(), bench.cleared);
    }

    @Test
    void theLogOfOneThatIsDownIsNoReasonToBeFatal() throws RpcFault {
        bench.fatal.reasons.raise(new Operation("rotate log", file.toString()), "ENOTEMPTY");
        bench.running("site", "web");
        rpc.call("clearProcessLogs", "site:web");
        assertEquals(1, bench.fatal.told().size(), "whether it works is its own to say");
        bench.exit(bench.process("site", "web"), 0);
        rpc.call("clearProcessLogs", "site:other");
        assertEquals(1, bench.fatal.told().size());
        rpc.call("clearProcessLogs", "site:web");
        assertEquals(List.of(), bench.fatal.told());
    }

    @Test
    void clearsAllInTheOrderOfStarting() throws RpcFault {
        bench.running("app", "app");
        bench.running("site", "other");
        assertEquals(
                List.of("site:web 80 OK", "site:other 80 OK", "app:app 80 OK"),
                results(rpc.call("clearAllProcessLogs")));
        assertEquals(List.of("other", "app"), bench.cleared);
    }

    @Test
    void tellsWhichLogCouldNotBeCleared() throws RpcFault {
        bench.running("site", "web");
        bench.breakChildren();
        assertEquals("30 FAILED: site:web", rpc.fault("clearProcessLogs", "site:web"));
        assertEquals(
                List.of("site:web 30 FAILED: site:web", "site:other 80 OK", "app:app 80 OK"),
                results(rpc.call("clearAllProcessLogs")));
    }

    private Object tail(int offset, int length) throws RpcFault {
        Object stdout = rpc.call("tailProcessStdoutLog", "site:web", offset, length);
        assertEquals(stdout, rpc.call("tailProcessLog", "site:web", offset, length));
        return stdout;
    }
}
