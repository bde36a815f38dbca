package org.supervisord.daemon.web;

import java.util.concurrent.CompletableFuture;

/** The methods of the interface, called from within. */
@FunctionalInterface
public interface Calls {
    /**
     * Calls a method by its full name. To be used on the loop's thread.
     *
     * @return its value, completed on the loop's thread; fails with an {@link
     *     org.supervisord.common.RpcFault}
     */
    CompletableFuture<Object> call(String method, Object... parameters);
}
