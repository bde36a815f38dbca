package org.supervisord.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that a configuration file says, checked.
 *
 * @param file the file it was read from
 * @param groups in the order in which they are started: by priority, then by name
 * @param serverurl where programs reach the daemon: its first Unix socket, else its last TCP port
 * @param warnings what the activity log is to be told as warnings
 * @param infos what the activity log is to be told for information
 * @param text what stood in the file and in those that it includes
 */
public record Configuration(
        Path file,
        DaemonSettings daemon,
        List<HttpServerSettings> servers,
        List<RpcInterfaceSettings> rpcInterfaces,
        List<GroupSettings> groups,
        Optional<String> serverurl,
        List<String> warnings,
        List<String> infos,
        ConfigText text) {

    /** Where a program is told that it reaches the daemon; it isn't told where that is no text. */
    public Optional<String> serverurlFor(ProgramSettings program) {
        return program.serverurl().or(this::serverurl).filter(url -> !url.isEmpty());
    }
}
