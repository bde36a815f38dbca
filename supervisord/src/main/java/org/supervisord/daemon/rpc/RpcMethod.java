package org.supervisord.daemon.rpc;

import java.util.ArrayList;
import java.util.List;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;

/**
 * A method that clients can call.
 *
 * @param name its full name
 * @param result the type of its result
 * @param parameters the types of its parameters
 * @param required how many of them must be given
 * @param help what it does, for people
 * @param changes whether it may change something; those who may only read can't call it then
 */
record RpcMethod(
        String name,
        String result,
        List<String> parameters,
        int required,
        String help,
        boolean changes,
        Handler handler) {

    /** What a method does. */
    interface Handler {
        /** A value, or a CompletableFuture of one, which may fail with an RpcFault. */
        Object call(Arguments arguments) throws RpcFault;
    }

    /** The same under another name. */
    RpcMethod named(String other) {
        return new RpcMethod(other, result, parameters, required, help, changes, handler);
    }

    /** The same for those who may only read. */
    RpcMethod forReaders() {
        return changes ? doing(arguments -> refuse()) : this;
    }

    private RpcMethod doing(Handler other) {
        return new RpcMethod(name, result, parameters, required, help, changes, other);
    }

    private Object refuse() throws RpcFault {
        throw new RpcFault(Fault.READ_ONLY, name + " changes something, and you may only look");
    }

    /** Whether it can be called with so many parameters. */
    boolean accepts(int count) {
        return count >= required && count <= parameters.size();
    }

    /** Its help as clients get it: the words, then its parameters and its result. */
    String documentation() {
        StringBuilder text = new StringBuilder(help).append("\n\n");
        for (String parameter : parameters) {
            text.append("@param ").append(parameter).append("\n");
        }
        return text.append("@return ").append(result).append("\n").toString();
    }

    /** The type of its result, then those of its parameters. */
    List<String> signature() {
        List<String> types = new ArrayList<>();
        types.add(result);
        for (String parameter : parameters) {
            types.add(parameter.substring(0, parameter.indexOf(' ')));
        }
        return types;
    }
}
