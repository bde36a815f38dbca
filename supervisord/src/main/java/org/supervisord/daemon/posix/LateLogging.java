package org.supervisord.daemon.posix;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Puts off what java.util.logging does when it is first used. JNA has a logger there that tells
 * nothing here, and for that the JDK would read its configuration and search all jars. Both is done
 * when somebody else, such as a plug-in, wants a logger or another configuration.
 */
public final class LateLogging extends LogManager {
    private static final String JNA = "com.sun.jna";

    /** Whether the JDK has asked for it, which it does before anybody else can. */
    private volatile boolean asked;

    // locks would get into the way of those that the JDK holds when it asks for a logger
    private volatile boolean configured;

    /** For the JDK, which makes the only one. */
    public LateLogging() {}

    /**
     * Reads it, but not for the JDK's own beginnings.
     *
     * @throws IOException when it can't be read, or is put off: the JDK goes on without then
     */
    @Override
    public void readConfiguration() throws IOException {
        if (!asked) {
            asked = true;
            throw new IOException("put off");
        }
        configured = true;
        super.readConfiguration();
    }

    @Override
    public void readConfiguration(InputStream in) throws IOException {
        asked = true;
        configured = true;
        super.readConfiguration(in);
    }

    @Override
    public void updateConfiguration(Function<String, BiFunction<String, String, String>> mapper)
            throws IOException {
        configure();
        super.updateConfiguration(mapper);
    }

    @Override
    public void updateConfiguration(
            InputStream in, Function<String, BiFunction<String, String, String>> mapper)
            throws IOException {
        configure();
        super.updateConfiguration(in, mapper);
    }

    @Override
    public Logger getLogger(String name) {
        if (!name.startsWith(JNA)) {
            configure();
        }
        return super.getLogger(name);
    }

    private void configure() {
        if (asked && !configured) {
            try {
                readConfiguration();
            } catch (IOException e) {
                // there is none then, as in any Java program
            }
        }
    }
}
