package org.supervisord.daemon;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import org.supervisord.daemon.posix.Processes;
import org.supervisord.daemon.rpc.RpcEndpoint;

/**
 * What takes long only when it is done for the first time is done by a thread of its own, while the
 * main one reads the configuration. Nothing depends on it: who comes first does it.
 */
final class Preparation {
    private Preparation() {}

    static void begin() {
        Thread thread = new Thread(Preparation::prepare, "preparation");
        thread.setDaemon(true);
        thread.start();
    }

    // in the order in which the main thread comes to them
    private static void prepare() {
        try {
            Processes.prepareCalls();
            ServerSocketChannel.open(StandardProtocolFamily.UNIX).close();
            RpcEndpoint.prepare();
        } catch (LinkageError | IOException e) {
            // the next one to try is told
        }
    }
}
