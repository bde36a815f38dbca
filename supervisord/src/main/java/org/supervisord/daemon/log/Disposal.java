package org.supervisord.daemon.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.supervisord.daemon.loop.BesideTheLoop;
import org.supervisord.daemon.posix.PlainFile;

/**
 * Gets rid of files. To take a big one apart takes the kernel many milliseconds, which nobody is to
 * wait for: its name goes at once, and what it holds with its last descriptor, which somebody else
 * closes. To be used by one thread.
 */
public final class Disposal {
    /** With more than that the caller does it himself. */
    private static final int MOST_WAITING = 16;

    /** Less than this many bytes are gone at once. */
    private static final int BIG = 1 << 20;

    /** A descriptor of a disk that is not there any more may never be closed. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Executor closer;
    private final Duration patience;

    /** What may not be done yet. */
    private final List<CompletableFuture<Void>> given = new ArrayList<>();

    private Disposal(Executor closer, Duration patience) {
        this.closer = closer;
        this.patience = patience;
    }

    /** Has descriptors closed by a thread that is there only while it has something to do. */
    public static Disposal besideTheLoop() {
        return besideTheLoop(PATIENCE);
    }

    /**
     * The same.
     *
     * @param patience how long {@link #finish} waits
     */
    static Disposal besideTheLoop(Duration patience) {
        return new Disposal(BesideTheLoop.thread("disposal", MOST_WAITING), patience);
    }

    /** Has the caller close descriptors. */
    public static Disposal atOnce() {
        return new Disposal(Runnable::run, PATIENCE);
    }

    /**
     * Removes a file or a link.
     *
     * @throws IOException when it can't be removed, or is a folder; never because there is none
     */
    void remove(Path file) throws IOException {
        BasicFileAttributes it;
        try {
            it = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException gone) {
            return;
        }
        if (it.isDirectory()) {
            throw new FileSystemException(file.toString(), null, "Is a directory");
        } else if (it.isRegularFile() && it.size() >= BIG) {
            Closeable held = hold(file);
            try {
                Files.deleteIfExists(file);
            } finally {
                close(held);
            }
        } else {
            Files.deleteIfExists(file);
        }
    }

    private static Closeable hold(Path file) {
        try {
            // what somebody puts in its place now is to be removed, not followed
            return PlainFile.readUnlinked(file);
        } catch (IOException e) {
            // it goes all the same, only not as quickly
            return () -> {};
        }
    }

    /** Closes what may be the last descriptor of a file that has no name any more. */
    void close(Closeable descriptor) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Runnable task =
                () -> {
                    try {
                        descriptor.close();
                    } catch (IOException e) {
                        // nobody is left whom that would concern
                    } finally {
                        done.complete(null);
                    }
                };
        try {
            closer.execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError tooMuchWaitsOrNoMoreThreads) {
            task.run();
        }
        given.add(done);
        given.removeIf(CompletableFuture::isDone);
    }

    /**
     * Waits until what was removed takes up no room any more; for a while, and not again for what
     * has had its time.
     *
     * @return whether there was anything to wait for, even if it is done by now
     */
    boolean finish() {
        if (given.isEmpty()) {
            return false;
        }
        try {
            CompletableFuture.allOf(given.toArray(CompletableFuture<?>[]::new))
                    .get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // those that could be waited for are done
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        given.clear();
        return true;
    }
}
