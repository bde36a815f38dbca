package org.supervisord.ctl.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the client prints. Once something can't be written the rest is dropped: what the client was
 * told to do is done whether or not anybody reads of it. What would print for ever asks to be ended
 * then. May be used by several threads.
 */
public final class Output {
    // inode(7)
    private static final int TYPE = 0170000;
    private static final int FIFO = 0010000;
    private static final int SOCKET = 0140000;

    private final OutputStream out;
    private final Optional<Path> file;
    private final List<Runnable> endings = new ArrayList<>();
    private Optional<IOException> failure = Optional.empty();

    /** One that is no file. */
    Output(OutputStream out) {
        this(out, Optional.empty());
    }

    /**
     * One that is a file, a pipe or a socket.
     *
     * @param file where that can be looked at
     */
    Output(OutputStream out, Optional<Path> file) {
        this.out = out;
        this.file = file;
    }

    /** That of this process. */
    static Output standard() {
        return new Output(
                new FileOutputStream(FileDescriptor.out), Optional.of(Path.of("/proc/self/fd/1")));
    }

    synchronized void write(byte[] bytes) {
        if (isGone()) {
            return;
        }
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            failure = Optional.of(e);
            endings.forEach(Runnable::run);
        }
    }

    /** Whether nothing is written any more. */
    public synchronized boolean isGone() {
        return failure.isPresent();
    }

    /**
     * Does something as soon as nothing can be written any more, at once if that is so already.
     *
     * @param ending runs on the thread that wrote last, while no other one can write
     * @return what is to be run when it is not to be done any more
     */
    synchronized Runnable whenGone(Runnable ending) {
        if (isGone()) {
            ending.run();
        }
        endings.add(ending);
        return () -> forget(ending);
    }

    private synchronized void forget(Runnable ending) {
        endings.remove(ending);
    }

    /** Why something could not be written; empty also when its reader has gone, as he may. */
    synchronized Optional<String> fault() {
        if (!isGone()) {
            return Optional.empty();
        }
        String error = String.valueOf(failure.get().getMessage());
        return hasReaderGone(error) ? Optional.empty() : Optional.of(error);
    }

    private boolean hasReaderGone(String error) {
        // errors are told in the user's language, but a pipe has hardly any other
        return error.equals("Broken pipe")
                || isPipe() && !error.equals("Resource temporarily unavailable");
    }

    private boolean isPipe() {
        if (file.isEmpty()) {
            return false;
        }
        try {
            int type = (Integer) Files.getAttribute(file.get(), "unix:mode") & TYPE;
            return type == FIFO || type == SOCKET;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
