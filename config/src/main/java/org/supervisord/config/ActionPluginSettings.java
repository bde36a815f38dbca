package org.supervisord.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A [ctlplugin:x].
 *
 * @param factory the Java class that makes its actions
 * @param pluginFolder where the class is, in jars, unless it is on the class path
 * @param options the other keys of the section
 */
public record ActionPluginSettings(
        String name, String factory, Optional<Path> pluginFolder, Map<String, String> options) {}
