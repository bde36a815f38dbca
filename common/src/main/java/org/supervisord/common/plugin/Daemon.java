package org.supervisord.common.plugin;

import java.util.concurrent.CompletableFuture;

/** What a plug-in can have the daemon do. To be used on the loop's thread, except for post. */
public interface Daemon {
    /**
     * Calls a method of the interface, such as {@code supervisor.startProcess}, as a client would.
     *
     * @param method its full name
     * @param parameters Integer, Boolean, String, Double, byte[], List or Map
     * @return its value, completed on the loop's thread; fails with an {@link
     *     org.supervisord.common.RpcFault}
     */
    CompletableFuture<Object> call(String method, Object... parameters);

    /** Writes a line to the activity log, at level info. */
    void log(String message);

    /** Has a task run on the loop's thread, soon. May be called on any thread. */
    void post(Runnable task);

    /** Has a task run when the daemon ends or begins anew, to end what the plug-in has begun. */
    void atEnd(Runnable task);
}
