package org.supervisord.daemon.rpc;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.supervisord.common.RpcFault;

/** The replacement of the daemon by the program that is installed now. */
public interface Upgrading {
    /**
     * One that has happened.
     *
     * @param from the version before
     * @param to the version since
     * @param gapMillis how long no client was served
     * @param atMillis when it was over, in milliseconds since 1970
     */
    record Outcome(String from, String to, long gapMillis, long atMillis) {}

    /**
     * Begins one; or answers for the one that has just happened, when this request was left to the
     * program that is here now.
     *
     * @return completed on the loop's thread
     * @throws RpcFault when there can be none now
     */
    CompletableFuture<Outcome> upgrade() throws RpcFault;

    /** The one that has brought the program that is running. */
    Optional<Outcome> last();
}
