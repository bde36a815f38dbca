package org.supervisord.daemon.http;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.supervisord.common.WorkingFolder;
import org.supervisord.daemon.loop.Scheduler;

/**
 * Tells when files change, whoever changes them: by asking the kernel (inotify(7)) to watch their
 * folders, and by looking at them now and then, as it can't always, or does not tell all. Where it
 * can't, it is asked again a minute later. While nobody wants to know, there is neither a watch nor
 * a thread. To be used on the loop's thread, except for the watching thread's own loop.
 */
public final class FileWatch {
    /** For so long the kernel is not asked again that could not. */
    private static final Duration REFUSED = Duration.ofMinutes(1);

    private final Scheduler scheduler;
    private final Consumer<String> warnings;
    private final Kernel kernel;
    private final FileLooks looks;
    private final Map<Path, Folder> folders = new HashMap<>();
    private WatchService service;
    private Thread thread;
    private boolean hasWarned;

    /** Why the kernel could not the last time, and when that was; null when it could. */
    private IOException refusal;

    private long refusedNanos;

    /**
     * Nobody wants to know yet.
     *
     * @param warnings told when the kernel can't watch
     */
    public FileWatch(Scheduler scheduler, Consumer<String> warnings) {
        this(scheduler, warnings, () -> FileSystems.getDefault().newWatchService());
    }

    FileWatch(Scheduler scheduler, Consumer<String> warnings, Kernel kernel) {
        this.scheduler = scheduler;
        this.warnings = warnings;
        this.kernel = kernel;
        this.looks = new FileLooks(scheduler);
    }

    /** Who can be asked to watch. */
    @FunctionalInterface
    interface Kernel {
        WatchService watch() throws IOException;
    }

    /** Ends a subscription. */
    @FunctionalInterface
    public interface Subscription {
        void cancel();
    }

    private static final class Folder {
        private final WatchKey key;
        private final List<Follower> followers = new ArrayList<>();

        private Folder(WatchKey key) {
            this.key = key;
        }
    }

    private record Follower(Path name, Runnable changed) {}

    /**
     * Has a task run on the loop's thread after the file was written, truncated, made, removed or
     * replaced; several changes may lead to one run, and a run may be for nothing. Changes from now
     * on are told.
     */
    public Subscription subscribe(Path file, Runnable changed) {
        Path path = WorkingFolder.absolute(file);
        // tells what the kernel can't: the folder is another one, or a link on the way to it
        Subscription look = looks.add(path, changed);
        Folder folder;
        try {
            folder = watched(path.getParent());
            hasWarned = false;
        } catch (IOException e) {
            warn(path, e);
            return look;
        }
        Follower follower = new Follower(path.getFileName(), changed);
        folder.followers.add(follower);
        return () -> {
            look.cancel();
            cancel(path.getParent(), folder, follower);
        };
    }

    private void warn(Path path, IOException why) {
        if (!hasWarned) {
            hasWarned = true;
            warnings.accept(
                    "cannot watch %s, it is looked at twice a second instead: %s"
                            .formatted(path, why.getMessage()));
        }
    }

    private void start() throws IOException {
        try {
            service = kernel.watch();
            thread = new Thread(new Watching(service, this), "file-watch");
            thread.setDaemon(true);
            thread.start();
        } catch (OutOfMemoryError noMoreThreads) {
            closeService();
            throw new IOException("the system has no thread for it", noMoreThreads);
        }
    }

    private Folder watched(Path path) throws IOException {
        Folder folder = folders.get(path);
        if (folder != null && folder.key.isValid()) {
            return folder;
        }
        if (refusal != null && scheduler.clock().nanos() - refusedNanos < REFUSED.toNanos()) {
            throw refusal;
        }
        try {
            Folder made = watch(path);
            refusal = null;
            if (folder != null) {
                // the folder was removed and made again; its followers are still interested
                made.followers.addAll(folder.followers);
            }
            folders.put(path, made);
            return made;
        } catch (FileSystemException ofThisFolder) {
            stopWhenUnused();
            throw ofThisFolder;
        } catch (IOException e) {
            refusal = e;
            refusedNanos = scheduler.clock().nanos();
            stopWhenUnused();
            throw e;
        }
    }

    /** Has the kernel watch a folder. */
    private Folder watch(Path path) throws IOException {
        if (service == null) {
            start();
        }
        return new Folder(
                path.register(
                        service,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_DELETE));
    }

    private void cancel(Path path, Folder folder, Follower follower) {
        folder.followers.remove(follower);
        Folder present = folders.get(path);
        if (present != null) {
            present.followers.remove(follower);
            if (present.followers.isEmpty()) {
                present.key.cancel();
                folders.remove(path);
            }
        }
        stopWhenUnused();
    }

    private void stopWhenUnused() {
        if (!folders.isEmpty() || service == null) {
            return;
        }
        thread.interrupt();
        thread = null;
        closeService();
    }

    private void closeService() {
        if (service == null) {
            return;
        }
        WatchService closed = service;
        service = null;
        try {
            closed.close();
        } catch (IOException ignored) {
            // nobody asks it for anything
        }
    }

    private void changed(WatchKey key, Set<Path> names) {
        for (Folder folder : List.copyOf(folders.values())) {
            if (folder.key.equals(key)) {
                for (Follower follower : List.copyOf(folder.followers)) {
                    // no names: the kernel could not keep up, so all may have changed
                    if (names.isEmpty() || names.contains(follower.name)) {
                        follower.changed.run();
                    }
                }
            }
        }
    }

    /** The thread that waits for the kernel. It hands over one batch at a time to the loop. */
    private record Watching(WatchService service, FileWatch watch) implements Runnable {
        @Override
        public void run() {
            Semaphore handedOver = new Semaphore(1);
            try {
                while (true) {
                    handedOver.acquire();
                    WatchKey key = service.take();
                    Set<Path> names = names(key);
                    key.reset();
                    watch.scheduler.post(
                            () -> {
                                handedOver.release();
                                watch.changed(key, names);
                            });
                }
            } catch (InterruptedException | ClosedWatchServiceException ended) {
                // nobody follows any file now
            }
        }

        private static Set<Path> names(WatchKey key) {
            Set<Path> names = new HashSet<>();
            boolean overflown = false;
            for (WatchEvent<?> event : key.pollEvents()) {
                if (event.context() instanceof Path name) {
                    names.add(name);
                } else {
                    overflown = true;
                }
            }
            return overflown ? Set.of() : names;
        }
    }
}
