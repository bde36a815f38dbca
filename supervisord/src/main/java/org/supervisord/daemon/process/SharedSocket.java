package org.supervisord.daemon.process;

import java.io.Closeable;
import java.io.IOException;
import java.util.OptionalInt;
import org.supervisord.config.FcgiSocketSettings;
import org.supervisord.daemon.log.ActivityLog;

/**
 * The listening socket that the processes of an [fcgi-program:x] have in common: there from the
 * first one's start to the last one's end. To be used on the loop's thread alone.
 */
public final class SharedSocket {
    /** Makes a listening socket. A test hands in its own. */
    public interface Opener {
        /**
         * A socket that listens.
         *
         * @throws IOException when there can be none; its message says why
         */
        Opened open() throws IOException;
    }

    /**
     * A socket that listens.
     *
     * @param descriptor its descriptor in the daemon, not inherited by children
     * @param channel what is to be closed
     */
    public record Opened(int descriptor, Closeable channel) {}

    private final FcgiSocketSettings settings;
    private final Opener opener;
    private final ActivityLog log;
    private Opened opened;
    private int users;

    /** A socket that is not open. */
    public SharedSocket(FcgiSocketSettings settings, Opener opener, ActivityLog log) {
        this.settings = settings;
        this.opener = opener;
        this.log = log;
    }

    /**
     * One more process is to use it.
     *
     * @return its descriptor
     * @throws IOException when it can't be opened, in words for clients; it is not taken then
     */
    public int take() throws IOException {
        if (users == 0) {
            log.info("Creating socket " + settings.url());
            try {
                opened = opener.open();
            } catch (IOException e) {
                throw new IOException(
                        "Could not create FastCGI socket " + settings.url() + ": " + e.getMessage(),
                        e);
            }
        }
        users++;
        return opened.descriptor();
    }

    /** One more process uses it already: it has got it from a former program. */
    public void adopt(Opened former) {
        if (users == 0) {
            opened = former;
        }
        users++;
    }

    /** Its descriptor, where it is open. */
    public OptionalInt descriptor() {
        return users == 0 ? OptionalInt.empty() : OptionalInt.of(opened.descriptor());
    }

    /** One process less uses it; after the last one it is closed. */
    public void release() {
        if (users == 0) {
            throw new IllegalStateException("nobody uses " + settings.url());
        }
        users--;
        if (users == 0) {
            close();
        }
    }

    /** Nobody is to be waited for any more: at a restart, its address must be free. */
    public void abandon() {
        if (users > 0) {
            users = 0;
            close();
        }
    }

    private void close() {
        log.info("Closing socket " + settings.url());
        try {
            opened.channel().close();
        } catch (IOException e) {
            log.error("closing socket " + settings.url() + ": " + e.getMessage());
        }
    }
}
