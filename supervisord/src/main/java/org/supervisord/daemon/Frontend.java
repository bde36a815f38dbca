package org.supervisord.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.supervisord.common.plugin.PluginException;
import org.supervisord.common.plugin.PluginLoader;
import org.supervisord.config.Accounts;
import org.supervisord.config.Configuration;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.config.RpcInterfaceSettings;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.http.FileWatch;
import org.supervisord.daemon.http.HeldBytes;
import org.supervisord.daemon.http.HttpLimits;
import org.supervisord.daemon.http.HttpServer;
import org.supervisord.daemon.http.LogStreamer;
import org.supervisord.daemon.http.ServerSnapshot;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.posix.Rlimits;
import org.supervisord.daemon.replacement.Takeover;
import org.supervisord.daemon.rpc.Interfaces;
import org.supervisord.daemon.rpc.RpcEndpoint;
import org.supervisord.daemon.supervision.Supervisor;
import org.supervisord.daemon.web.About;
import org.supervisord.daemon.web.WebSite;
import org.supervisord.daemon.wire.ServerException;

/** All that clients reach: the servers, and the methods, pages and logs behind them. */
final class Frontend {
    private final EventLoop loop;
    private final HeldBytes answers;
    private final Configuration configuration;
    private final ActivityLog log;
    private final Optional<Takeover> takeover;
    private final Interfaces interfaces;
    private final WebSite site;
    private final HttpRoutes routes;
    private final List<HttpServer> servers = new ArrayList<>();

    /**
     * Nobody listens yet.
     *
     * @param methods all that clients may call where there are no plug-ins
     * @param answers that wait for their clients
     */
    Frontend(
            EventLoop loop,
            Configuration configuration,
            Supervisor supervisor,
            RpcEndpoint methods,
            PluginLoader plugins,
            FileWatch watch,
            HeldBytes answers,
            Accounts accounts,
            Optional<Takeover> takeover,
            ActivityLog log) {
        this.loop = loop;
        this.answers = answers;
        this.configuration = configuration;
        this.takeover = takeover;
        this.log = log;
        this.interfaces = new Interfaces(methods, loop, plugins, log);
        String hostName = HostName.read();
        long startedAtMillis =
                takeover.map(it -> it.state().web().startedAtMillis())
                        .orElseGet(() -> loop.clock().wallMillis());
        this.site =
                new WebSite(
                        supervisor,
                        methods::call,
                        loop,
                        new About(Version.text(), hostName, startedAtMillis),
                        log);
        this.routes =
                new HttpRoutes(
                        interfaces,
                        supervisor,
                        site,
                        new LogStreamer(watch, log),
                        hostName,
                        accounts,
                        log);
    }

    /**
     * Begins to listen, or goes on with it.
     *
     * @param notices told lines for the standard error
     * @throws StartupException when that fails; what is open already is to be closed then
     */
    void open(Consumer<String> notices) throws StartupException {
        if (!configuration.servers().isEmpty()) {
            openInterfaces();
        }
        takeover.ifPresent(it -> it.part("pages", () -> site.resume(it.state().web())));
        for (HttpServerSettings server : configuration.servers()) {
            if (takeover.isPresent()) {
                Takeover former = takeover.get();
                former.part(
                        "[" + server.section() + "]",
                        () -> servers.add(resume(server, former, notices)));
            } else {
                begin(server, notices);
            }
        }
    }

    private void openInterfaces() throws StartupException {
        for (RpcInterfaceSettings settings : configuration.rpcInterfaces()) {
            if (takeover.isPresent()) {
                takeover.get()
                        .part(
                                "[rpcinterface:" + settings.name() + "]",
                                () -> interfaces.add(settings));
                continue;
            }
            try {
                interfaces.add(settings);
            } catch (PluginException e) {
                throw new StartupException(
                        "Could not make %s rpc interface".formatted(settings.name())
                                + (settings.isMain() ? "" : ": " + e.getMessage()));
            }
        }
    }

    private void begin(HttpServerSettings settings, Consumer<String> notices)
            throws StartupException {
        HttpServer server;
        try {
            server = listen(settings, notices);
        } catch (ServerException e) {
            throw new StartupException(e.getMessage());
        }
        servers.add(server);
        configuration
                .rpcInterfaces()
                .forEach(it -> log.info("RPC interface '" + it.name() + "' initialized"));
        server.tellIfOpenToAll();
    }

    private HttpServer listen(HttpServerSettings settings, Consumer<String> notices)
            throws ServerException {
        return HttpServer.open(
                loop, settings, routes.of(settings), log, limits(settings), answers, notices);
    }

    private HttpServer resume(
            HttpServerSettings settings, Takeover former, Consumer<String> notices)
            throws IOException {
        Optional<ServerSnapshot> left = former.server(settings.section());
        if (left.isPresent()) {
            return HttpServer.resume(
                    loop,
                    settings,
                    routes.of(settings),
                    log,
                    limits(settings),
                    answers,
                    left.get(),
                    former.descriptors());
        }
        HttpServer added = listen(settings, notices);
        added.tellIfOpenToAll();
        return added;
    }

    private HttpLimits limits(HttpServerSettings settings) {
        return HttpLimits.of(
                settings,
                configuration.servers(),
                Rlimits.get(Rlimits.Resource.NOFILE),
                Runtime.getRuntime().maxMemory());
    }

    /** Is told of all events, for those who look at the pages. */
    void happened(Event event) {
        site.happened(event);
    }

    /** The servers that clients are connected to. */
    List<HttpServer> servers() {
        return servers;
    }

    /** All that another program needs to go on with the servers. */
    List<ServerSnapshot> snapshot(Keeper keeper) throws IOException {
        List<ServerSnapshot> clients = new ArrayList<>();
        for (HttpServer server : servers) {
            clients.add(server.snapshot(keeper));
        }
        return clients;
    }

    /** All that another program needs to go on with the pages. */
    WebSite.Snapshot pages() {
        return site.snapshot();
    }

    /** Drops all clients and lets go of the plug-ins. */
    void close() {
        servers.forEach(HttpServer::close);
        interfaces.close();
    }
}
