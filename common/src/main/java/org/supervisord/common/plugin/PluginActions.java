package org.supervisord.common.plugin;

import java.io.IOException;
import java.util.List;
import org.supervisord.common.RpcFault;

/** Takes a plug-in's actions for supervisorctl. */
public interface PluginActions {
    /** The server that is talked to, and the one who typed. */
    interface Client {
        /**
         * Calls a method by its full name and waits for its value.
         *
         * @param parameters String, Integer, Boolean or byte[]
         * @return Integer, Boolean, String, Double, byte[], List or Map
         * @throws RpcFault as the method does; what is not caught is printed
         * @throws IOException when there is no server; what is not caught is printed
         */
        Object call(String method, Object... parameters) throws RpcFault, IOException;

        /** Prints a line; does nothing once the output can't be written any more. */
        void print(String line);

        /**
         * Whether nothing is printed any more, mostly because whoever read it has gone. An action
         * that would print for ever ends then; what others are to do is done nonetheless.
         */
        default boolean isOutputGone() {
            return false;
        }

        /** What the client is to end with. */
        void exitStatus(int status);
    }

    /** What an action does. */
    interface Body {
        /**
         * Does it, on the thread of the client.
         *
         * @param words what stands behind the action
         */
        void run(Client client, List<String> words) throws RpcFault, IOException;
    }

    /**
     * Adds an action.
     *
     * @param name letters, digits and underscores; not the name of another action
     * @param help what it does, in a few words
     * @throws IllegalArgumentException when the name is no good
     */
    void add(String name, String help, Body body);
}
