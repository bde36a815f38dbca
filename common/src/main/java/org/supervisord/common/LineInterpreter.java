package org.supervisord.common;

import java.io.IOException;
import java.util.List;

/**
 * Does what lines say that one would type at supervisorctl, and answers what it would print. The
 * client has one, which the daemon finds as a service: neither needs to know the other.
 */
public interface LineInterpreter {
    /** The methods of the interface. */
    interface Calls {
        /**
         * Calls a method by its full name and waits for its value.
         *
         * @throws RpcFault as the method does
         * @throws IOException when it can't be called
         */
        Object call(String method, Object... parameters) throws RpcFault, IOException;
    }

    /**
     * What came of a line.
     *
     * @param output lines, each with its line end
     * @param exitStatus what supervisorctl would end with
     */
    record Result(String output, int exitStatus) {}

    /** Whether one who types the line should be asked whether they mean it. */
    boolean isDrastic(String line);

    /**
     * Does what a line says; may take as long as the calls take, on the thread of the caller.
     * Whatever goes wrong is in the output.
     */
    Result run(String line, Calls calls);

    /**
     * What the last word of a line may be completed to, in order.
     *
     * @param line up to where somebody is typing
     */
    List<String> complete(String line, Calls calls);
}
