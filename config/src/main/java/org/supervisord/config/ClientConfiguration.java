package org.supervisord.config;

import java.util.List;

/**
 * What a configuration says for the client.
 *
 * @param server the server of [supervisorctl]
 * @param named those of [supervisorctl:x], in the order of the file
 * @param plugins further actions
 */
public record ClientConfiguration(
        ClientSettings server, List<ClientSettings> named, List<ActionPluginSettings> plugins) {
    /** That of a client without a file. */
    public static ClientConfiguration defaults() {
        return new ClientConfiguration(ClientSettings.defaults(), List.of(), List.of());
    }
}
