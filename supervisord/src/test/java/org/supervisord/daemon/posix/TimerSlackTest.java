package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimerSlackTest {
    @TempDir private Path proc;

    private Path thread(int number, String name) throws IOException {
        Path task = Files.createDirectories(proc.resolve("self/task/" + number));
        Files.writeString(task.resolve("comm"), name + "\n");
        Path slack = Files.createDirectory(proc.resolve("" + number)).resolve("timerslack_ns");
        return Files.writeString(slack, "50000\n");
    }

    @Test
    void onlyThreadsThatNobodyWaitsForMayBeLate() throws IOException {
        Path loop = thread(11, "java");
        Path compiler = thread(12, "C1 CompilerThre");
        Path periodic = thread(13, "VM Periodic Tas");
        Path other = thread(14, "VM Thread");
        new TimerSlack(proc).allowToTheJvm();
        assertEquals("50000\n", Files.readString(loop));
        assertEquals("50000\n", Files.readString(other));
        assertEquals("60000000000", Files.readString(compiler));
        assertEquals("60000000000", Files.readString(periodic));
    }

    @Test
    void oneThatIsGoneKeepsNoneOfTheOthers() throws IOException {
        for (int gone = 10; gone < 30; gone++) {
            Files.createDirectories(proc.resolve("self/task/" + gone));
        }
        Path first = thread(1, "VM Periodic Tas");
        Path last = thread(99, "C1 CompilerThre");
        new TimerSlack(proc).allowToTheJvm();
        assertEquals("60000000000", Files.readString(first));
        assertEquals("60000000000", Files.readString(last));
    }

    @Test
    void whatIsNotAllowedIsLeftAsItIs() throws IOException {
        Files.createDirectories(proc.resolve("self/task/12"));
        Files.writeString(proc.resolve("self/task/12/comm"), "C1 CompilerThre\n");
        new TimerSlack(proc).allowToTheJvm();
        new TimerSlack(proc.resolve("missing")).allowToTheJvm();
        assertEquals(1, proc.toFile().list().length);
    }
}
