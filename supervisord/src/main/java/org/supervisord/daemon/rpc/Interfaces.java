package org.supervisord.daemon.rpc;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.supervisord.common.plugin.Daemon;
import org.supervisord.common.plugin.PluginException;
import org.supervisord.common.plugin.PluginLoader;
import org.supervisord.common.plugin.RpcInterfaceFactory;
import org.supervisord.config.RpcInterfaceSettings;
import org.supervisord.daemon.fatal.Survivable;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.Scheduler;

/**
 * What clients may call: {@code system.*}, and a namespace for each [rpcinterface:x], the built-in
 * one or that of a plug-in. Closing it tells the plug-ins that it is over.
 */
public final class Interfaces implements Closeable {
    private static final Set<String> RESERVED = Set.of("system", "daemon");

    private final RpcEndpoint builtIn;
    private final Scheduler scheduler;
    private final PluginLoader loader;
    private final ActivityLog log;
    private final MethodTable table = new MethodTable();
    private final List<Runnable> atEnd = new ArrayList<>();

    /**
     * With {@code system.*} alone so far.
     *
     * @param builtIn all methods that there are without plug-ins
     */
    public Interfaces(
            RpcEndpoint builtIn, Scheduler scheduler, PluginLoader loader, ActivityLog log) {
        this.builtIn = builtIn;
        this.scheduler = scheduler;
        this.loader = loader;
        this.log = log;
        SystemMethods.addTo(table, scheduler);
    }

    /**
     * Adds what a section configures.
     *
     * @throws PluginException when the plug-in can't be had, or does not want to
     */
    public void add(RpcInterfaceSettings settings) throws PluginException {
        if (RESERVED.contains(settings.name())) {
            throw new PluginException("the name " + settings.name() + " is taken", null);
        }
        if (!settings.isMain()) {
            addPlugin(settings);
        } else if (settings.options().isEmpty()) {
            table.addNamespace(builtIn.table(), "supervisor", settings.name());
            table.addNamespace(builtIn.table(), "daemon", "daemon");
        } else {
            throw new PluginException("it takes no keys", null);
        }
    }

    private void addPlugin(RpcInterfaceSettings settings) throws PluginException {
        RpcInterfaceFactory factory =
                loader.load(settings.factory(), settings.pluginFolder(), RpcInterfaceFactory.class);
        try {
            factory.addMethods(
                    new PluginMethods(table, settings.name(), scheduler, log),
                    new PluggedDaemon(),
                    settings.options());
        } catch (Throwable e) {
            Survivable.orThrow(e);
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new PluginException(settings.factory() + ": " + reason, e);
        }
    }

    /** What answers clients. */
    public RpcEndpoint endpoint() {
        return new RpcEndpoint(table, log);
    }

    /** What answers clients who may look, but change nothing. */
    public RpcEndpoint endpointForReaders() {
        return new RpcEndpoint(SystemMethods.forReaders(table, scheduler), log);
    }

    @Override
    public void close() {
        atEnd.forEach(task -> run(task, "at the end"));
        atEnd.clear();
    }

    private void run(Runnable task, String when) {
        try {
            task.run();
        } catch (Throwable e) {
            Survivable.orThrow(e);
            log.error("a plug-in failed " + when + ": " + e);
        }
    }

    private final class PluggedDaemon implements Daemon {
        @Override
        public CompletableFuture<Object> call(String method, Object... parameters) {
            return builtIn.call(method, parameters);
        }

        @Override
        public void log(String message) {
            log.info(message);
        }

        @Override
        public void post(Runnable task) {
            scheduler.post(() -> run(task, "in a task of its own"));
        }

        @Override
        public void atEnd(Runnable task) {
            atEnd.add(task);
        }
    }
}
