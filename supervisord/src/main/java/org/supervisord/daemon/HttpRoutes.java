package org.supervisord.daemon;

import java.nio.file.Path;
import java.util.Optional;
import org.supervisord.common.NameSpec;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.daemon.http.FileWatch;
import org.supervisord.daemon.http.HttpHandler;
import org.supervisord.daemon.http.LogStreamer;
import org.supervisord.daemon.http.OriginPolicy;
import org.supervisord.daemon.http.PostEndpoint;
import org.supervisord.daemon.http.Router;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.rpc.MalformedCallException;
import org.supervisord.daemon.rpc.RpcEndpoint;
import org.supervisord.daemon.web.WebSite;

/** What is served where. */
final class HttpRoutes {
    private HttpRoutes() {}

    static HttpHandler of(
            HttpServerSettings server,
            String hostName,
            RpcEndpoint endpoint,
            Supervisor supervisor,
            WebSite site,
            FileWatch watch,
            ActivityLog log) {
        OriginPolicy origins = OriginPolicy.of(server, hostName);
        LogStreamer streamer = new LogStreamer(watch, log);
        return new Router()
                .route(
                        "/RPC2",
                        new PostEndpoint(
                                "text/xml",
                                endpoint::call,
                                failure -> failure instanceof MalformedCallException,
                                origins,
                                log))
                .route(
                        "/logtail",
                        streamer.processLogs((name, stream) -> log(supervisor, name, stream)))
                .route("/mainlogtail", streamer.activityLog(() -> supervisor.settings().logfile()))
                .route("", site.on(server, origins));
    }

    private static Optional<Path> log(
            Supervisor supervisor, String name, LogStreamer.Stream stream) {
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
