package org.supervisord.common;

/** What the JDK takes long for when it is used for the first time. */
public final class JdkStart {
    private static final String PROVIDER = "java.nio.channels.spi.SelectorProvider";
    private static final String EPOLL = "sun.nio.ch.EPollSelectorProvider";

    private JdkStart() {}

    /**
     * Names the JDK's own way to watch channels, unless the user has named another one: it would
     * look for one in all jars. To be called before the first channel is opened.
     */
    public static void nameProvider() {
        if (System.getProperty(PROVIDER) == null) {
            try {
                Class.forName(EPOLL);
                System.setProperty(PROVIDER, EPOLL);
            } catch (ClassNotFoundException e) {
                // it has another name then, and is looked for
            }
        }
    }

    /**
     * Opens all libraries on the class path, which stay open. A start-up cache saves that at the
     * start; but a class that is needed for the first time when there are no descriptors left would
     * be the end of the program.
     */
    public static void openLibraries() {
        // the JDK looks for it in each of them
        ClassLoader.getSystemResource("none");
    }

    /**
     * Has ready what the first Unix socket takes: the JDK gets itself random numbers for names.
     * Best done by another thread meanwhile; who opens a socket waits for it.
     */
    public static void prepareUnixSockets() {
        try {
            Class.forName("sun.nio.ch.UnixDomainSockets");
        } catch (ClassNotFoundException e) {
            // it has another name then, and comes when it is needed
        }
    }
}
