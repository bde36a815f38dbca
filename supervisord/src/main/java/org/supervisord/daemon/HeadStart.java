package org.supervisord.daemon;

import org.supervisord.common.JdkStart;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.posix.Processes;
import org.supervisord.daemon.rpc.RpcEndpoint;

/**
 * Has a second thread do, while the first one reads the configuration, what takes a JVM long when
 * it is done for the first time. Nothing depends on whether it is done before it is needed: who
 * comes earlier waits, or does it.
 */
final class HeadStart {
    private HeadStart() {}

    /** Begins, in the order in which it will be needed. */
    static void begin() {
        JdkStart.nameProvider();
        Thread thread = new Thread(HeadStart::run, "head start");
        thread.setDaemon(true);
        thread.start();
    }

    private static void run() {
        try {
            Processes.prepareCalls();
            ActivityLog.prepare();
            RpcEndpoint.prepare();
            JdkStart.prepareUnixSockets();
        } catch (RuntimeException | LinkageError e) {
            // the next one who needs it is told
        }
    }
}
