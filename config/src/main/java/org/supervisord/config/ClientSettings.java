package org.supervisord.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A [supervisorctl] or [supervisorctl:x] section, with what the command line changes of it.
 *
 * @param name the x, empty without one
 * @param serverurl {@code http://host:port}, {@code https://host:port} or {@code unix:///path}
 * @param historyFile where the shell keeps what was typed, empty for its own choice
 * @param caFile the certificates in PEM of those who vouch for a server with https, empty for those
 *     that the JDK knows
 */
public record ClientSettings(
        String name,
        String serverurl,
        String prompt,
        Optional<String> username,
        Optional<String> password,
        Optional<Path> historyFile,
        Optional<Path> caFile) {
    /** Where a server is looked for when nothing says where it is. */
    public static final String DEFAULT_URL = "http://localhost:9001";

    /** Settings without authorities of one's own. */
    public ClientSettings(
            String name,
            String serverurl,
            String prompt,
            Optional<String> username,
            Optional<String> password,
            Optional<Path> historyFile) {
        this(name, serverurl, prompt, username, password, historyFile, Optional.empty());
    }

    /** Settings without a name. */
    public ClientSettings(
            String serverurl,
            String prompt,
            Optional<String> username,
            Optional<String> password,
            Optional<Path> historyFile) {
        this("", serverurl, prompt, username, password, historyFile);
    }

    /** The settings of a client without a configuration. */
    public static ClientSettings defaults() {
        return new ClientSettings(
                DEFAULT_URL, "supervisor", Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
        return "ClientSettings[serverurl=" + serverurl + ", username=" + username + "]";
    }
}
