package org.supervisord.common.plugin;

import java.util.Map;

/**
 * What an {@code [rpcinterface:x]} names as its {@code supervisor.rpcinterface_factory}: a class
 * with a public constructor without parameters that adds the methods {@code x.*} to the interface.
 */
public interface RpcInterfaceFactory {
    /**
     * Called once, when the daemon begins to listen, and again after each restart, on the loop's
     * thread.
     *
     * @param methods takes the methods
     * @param daemon what they can do
     * @param keys the other keys of the section, with what the names in their values stand for
     * @throws Exception whose message says why there can be no such interface; the daemon then does
     *     not start
     */
    void addMethods(RpcMethods methods, Daemon daemon, Map<String, String> keys) throws Exception;
}
