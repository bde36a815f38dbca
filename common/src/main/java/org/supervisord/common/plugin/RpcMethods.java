package org.supervisord.common.plugin;

import org.supervisord.common.RpcFault;

/** Takes the methods of one namespace. To be used while the factory is asked for them only. */
public interface RpcMethods {
    /**
     * Begins a method; it is there when {@link Method#does} was called.
     *
     * @param name without the namespace
     * @param result the type of its result and a word for it, such as {@code int count}
     * @param help what it does, for people
     */
    Method method(String name, String result, String help);

    /** A method that is being described. */
    interface Method {
        /**
         * Adds a parameter that must be given.
         *
         * @param parameter its type, its name, and what it is: {@code string name the process}
         */
        Method takes(String parameter);

        /** Adds a parameter that may be left out; those behind it may be left out as well. */
        Method mayTake(String parameter);

        /** Says that the method changes nothing, so that those who may only read can call it. */
        Method onlyReads();

        /** Says what the method does, which completes it. */
        void does(Handler handler);
    }

    /** What a method does. */
    @FunctionalInterface
    interface Handler {
        /**
         * Called on the loop's thread, on which all of the daemon's work is done: must not wait for
         * anything.
         *
         * @return an Integer, Boolean, String, Double, byte[], List or Map with texts for keys, of
         *     such values; or a CompletableFuture of one, completed by any thread, also with an
         *     {@link RpcFault}
         */
        Object call(RpcArguments arguments) throws RpcFault;
    }
}
