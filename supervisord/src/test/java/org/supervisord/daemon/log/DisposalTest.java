package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DisposalTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir Path folder;

    private final Disposal disposal = Disposal.besideTheLoop();

    @Test
    void aNameGoesAtOnceAndTheFileThereafter() throws Exception {
        Path file = Files.writeString(folder.resolve("old.log"), "x".repeat(2_000_000));
        disposal.remove(file);
        assertFalse(Files.exists(file));
        // the thread does one thing after the other
        CountDownLatch next = new CountDownLatch(1);
        disposal.close(next::countDown);
        assertTrue(next.await(DEADLINE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(0, OpenFiles.of(file));
    }

    @Test
    void aFileThatIsNotThereIsGoneAlready() throws Exception {
        disposal.remove(folder.resolve("nothing"));
    }

    @Test
    void aFileThatGoesMeanwhileIsGone() throws Exception {
        Path file = folder.resolve("flickering");
        AtomicBoolean over = new AtomicBoolean();
        Thread other =
                new Thread(
                        () -> {
                            while (!over.get()) {
                                try {
                                    Files.deleteIfExists(Files.createFile(file));
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            }
                        });
        other.start();
        try {
            for (int i = 0; i < 20_000; i++) {
                disposal.remove(file);
            }
        } finally {
            over.set(true);
            other.join();
        }
    }

    @Test
    void ofALinkTheLinkGoes() throws Exception {
        Path file = Files.writeString(folder.resolve("kept"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        disposal.remove(link);
        assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.exists(file));
    }

    @Test
    void aFolderIsNoFileAndStays() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        assertThrows(IOException.class, () -> disposal.remove(inner));
        assertTrue(Files.isDirectory(inner));
    }

    @Test
    void whateverClosingSaysTheNextOneIsClosed() throws Exception {
        CountDownLatch next = new CountDownLatch(1);
        disposal.close(
                () -> {
                    throw new NoSuchFileException("x");
                });
        disposal.close(next::countDown);
        assertTrue(next.await(DEADLINE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void whoWaitsFindsAllDone() {
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            disposal.close(done::incrementAndGet);
        }
        disposal.finish();
        assertEquals(50, done.get());
    }

    @Test
    void whoeverHasNothingToWaitForIsTold() {
        Disposal atOnce = Disposal.atOnce();
        atOnce.close(() -> {});
        assertFalse(atOnce.finish());
        CountDownLatch over = new CountDownLatch(1);
        disposal.close(() -> await(over));
        over.countDown();
        assertTrue(disposal.finish());
        assertFalse(disposal.finish());
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void nobodyWaitsForeverNorTwiceForTheSame() throws Exception {
        Disposal impatient = Disposal.besideTheLoop(Duration.ofMillis(1));
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch next = new CountDownLatch(1);
        impatient.close(() -> await(over));
        impatient.finish();
        impatient.close(next::countDown);
        impatient.finish();
        assertEquals(1, next.getCount());
        over.countDown();
        assertTrue(next.await(DEADLINE.toSeconds(), TimeUnit.SECONDS));
    }
}
