package org.supervisord.config;

import java.util.Map;

/**
 * An [rpcinterface:x].
 *
 * @param name the namespace of its methods
 * @param factory what makes it, as written
 * @param options the other keys of the section
 */
public record RpcInterfaceSettings(String name, String factory, Map<String, String> options) {}
