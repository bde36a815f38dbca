package org.supervisord.daemon;

import java.io.IOException;
import java.util.List;
import org.supervisord.daemon.posix.ReservedDescriptors;

/**
 * The program {@code supervisord}. Descriptors are reserved before any library is opened, which
 * would get their numbers: so there is nothing else in here.
 */
public final class Supervisord {
    private Supervisord() {}

    /** Runs the daemon; ends the JVM with its exit status. */
    public static void main(String[] arguments) throws IOException {
        ReservedDescriptors.open();
        System.exit(Startup.run(List.of(arguments)));
    }
}
