package org.supervisord.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * An [rpcinterface:x].
 *
 * @param name the namespace of its methods
 * @param factory what makes it, as written: {@link ServerConfigReader#MAIN_INTERFACE} or a Java
 *     class
 * @param pluginFolder where the class is, in jars, unless it is on the class path
 * @param options the other keys of the section
 */
public record RpcInterfaceSettings(
        String name, String factory, Optional<Path> pluginFolder, Map<String, String> options) {
    /** Whether it is the built-in interface. */
    public boolean isMain() {
        return factory.equals(ServerConfigReader.MAIN_INTERFACE);
    }
}
