package org.supervisord.daemon;

import java.nio.file.Path;
import java.util.Optional;
import org.supervisord.common.NameSpec;
import org.supervisord.config.Accounts;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.daemon.http.ClientHandlers;
import org.supervisord.daemon.http.HttpHandler;
import org.supervisord.daemon.http.LogStreamer;
import org.supervisord.daemon.http.OriginPolicy;
import org.supervisord.daemon.http.PostEndpoint;
import org.supervisord.daemon.http.Router;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.rpc.Interfaces;
import org.supervisord.daemon.rpc.MalformedCallException;
import org.supervisord.daemon.rpc.RpcEndpoint;
import org.supervisord.daemon.supervision.Supervisor;
import org.supervisord.daemon.web.WebSite;

/**
 * What is served where.
 *
 * @param hostName the machine's name
 */
record HttpRoutes(
        Interfaces interfaces,
        Supervisor supervisor,
        WebSite site,
        LogStreamer streamer,
        String hostName,
        Accounts accounts,
        ActivityLog log) {

    /** What the clients of a server may see and do. */
    ClientHandlers of(HttpServerSettings server) {
        OriginPolicy origins = OriginPolicy.of(server, hostName);
        HttpHandler all = routes(interfaces.endpoint(), origins, site.on(server, origins));
        if (server instanceof HttpServerSettings.Unix unix && unix.access().isPresent()) {
            HttpHandler readers =
                    routes(
                            interfaces.endpointForReaders(),
                            origins,
                            site.forReaders(server, origins));
            return new PeerAccess(unix.access().get(), accounts, all, readers, log);
        }
        return client -> all;
    }

    private HttpHandler routes(RpcEndpoint endpoint, OriginPolicy origins, HttpHandler pages) {
        return new Router()
                .route(
                        "/RPC2",
                        new PostEndpoint(
                                "text/xml",
                                endpoint::call,
                                failure -> failure instanceof MalformedCallException,
                                origins,
                                log))
                .route("/logtail", streamer.processLogs(this::log))
                .route("/mainlogtail", streamer.activityLog(() -> supervisor.settings().logfile()))
                .route("", pages);
    }

    private Optional<Path> log(String name, LogStreamer.Stream stream) {
        NameSpec spec = NameSpec.parse(name);
        Optional<ManagedProcess> process =
                supervisor
                        .group(spec.group())
                        .flatMap(group -> spec.process().flatMap(group::process));
        return switch (stream) {
            case STDOUT -> process.flatMap(ManagedProcess::stdoutLog);
            case STDERR -> process.flatMap(ManagedProcess::stderrLog);
        };
    }
}
