package org.supervisord.daemon.posix;

import java.io.IOException;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Puts off what java.util.logging does when it is first used. JNA has a logger there that tells
 * nothing here, and for that the JDK would read its configuration and search all jars. Both is done
 * when another one, such as a plug-in, has a logger.
 */
public final class LateLogging extends LogManager {
    private static final String JNA = "com.sun.jna";

    private boolean configured;

    /** For the JDK, which makes the only one. */
    public LateLogging() {}

    /**
     * Reads it, but not as long as only JNA has a logger.
     *
     * @throws IOException when it can't be read, or as long as it is put off: the JDK goes on
     *     without then
     */
    @Override
    public void readConfiguration() throws IOException {
        if (!configured) {
            throw new IOException("put off");
        }
        super.readConfiguration();
    }

    @Override
    public boolean addLogger(Logger logger) {
        if (!configured && isForeign(logger.getName())) {
            configured = true;
            try {
                readConfiguration();
            } catch (IOException e) {
                // there is none then, as in any Java program
            }
        }
        return super.addLogger(logger);
    }

    /** Not JNA's, and none of those that are always there. */
    private static boolean isForeign(String name) {
        return !name.isEmpty() && !name.equals(Logger.GLOBAL_LOGGER_NAME) && !name.startsWith(JNA);
    }
}
