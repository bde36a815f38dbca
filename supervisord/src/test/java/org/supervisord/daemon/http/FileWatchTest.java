package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.daemon.loop.ManualScheduler;

/** Files that change while the kernel can't tell of it, or does not. */
class FileWatchTest {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir Path folder;

    private final ManualScheduler scheduler = new ManualScheduler();
    private final List<String> warnings = new ArrayList<>();
    private final FileWatch watch = new FileWatch(scheduler, warnings::add, this::ask);
    private boolean kernelIsWilling;
    private int asked;
    private int changes;
    private Path file;

    private WatchService ask() throws IOException {
        asked++;
        if (!kernelIsWilling) {
            throw new IOException("no more instances");
        }
        return FileSystems.getDefault().newWatchService();
    }

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("web.log"), "first\n");
    }

    private FileWatch.Subscription follow() {
        return watch.subscribe(file, () -> changes++);
    }

    private void expectChange() {
        int before = changes;
        scheduler.advance(PAUSE);
        assertEquals(before + 1, changes);
        scheduler.advance(PAUSE);
        assertEquals(before + 1, changes);
    }

    @Test
    void whatTheKernelCannotWatchIsLookedAt() throws IOException {
        follow();
        scheduler.advance(PAUSE);
        assertEquals(0, changes);
        Files.writeString(file, "more\n", StandardOpenOption.APPEND);
        expectChange();
        Files.delete(file);
        expectChange();
        Files.writeString(file, "anew\n");
        expectChange();
    }

    @Test
    void aFolderThatIsReplacedIsLookedAt() throws IOException {
        kernelIsWilling = true;
        Path logs = Files.createDirectory(folder.resolve("logs"));
        file = Files.writeString(logs.resolve("web.log"), "first\n");
        FileWatch.Subscription subscription = follow();
        Files.move(logs, folder.resolve("former"));
        expectChange();
        Files.createDirectory(logs);
        Files.writeString(file, "anew\n");
        expectChange();
        subscription.cancel();
        assertTrue(scheduler.isIdle());
    }

    @Test
    void nothingIsDoneWhenNobodyFollows() {
        FileWatch.Subscription one = follow();
        FileWatch.Subscription other = follow();
        one.cancel();
        other.cancel();
        assertTrue(scheduler.isIdle());
    }

    @Test
    void oneLineSaysSoUntilTheKernelCanAgain() {
        follow();
        follow();
        assertEquals(
                List.of(
                        "cannot watch %s, it is looked at twice a second instead: no more instances"
                                .formatted(file)),
                warnings);
        kernelIsWilling = true;
        scheduler.advance(MINUTE);
        follow().cancel();
        kernelIsWilling = false;
        follow();
        assertEquals(2, warnings.size());
    }

    @Test
    void theKernelThatCannotIsAskedOnceAMinute() {
        follow();
        scheduler.advance(MINUTE.minusMillis(1));
        follow();
        assertEquals(1, asked);
        scheduler.advance(Duration.ofMillis(1));
        follow();
        follow();
        assertEquals(2, asked);
    }

    @Test
    void aFolderThatIsMissingKeepsNoOtherFromBeingWatched() {
        kernelIsWilling = true;
        watch.subscribe(folder.resolve("missing/web.log"), () -> {});
        assertEquals(1, warnings.size());
        follow().cancel();
        assertEquals(2, asked);
        assertEquals(1, warnings.size());
    }
}
