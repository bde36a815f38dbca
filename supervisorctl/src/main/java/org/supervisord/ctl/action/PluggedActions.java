package org.supervisord.ctl.action;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.supervisord.common.RpcFault;
import org.supervisord.common.plugin.ActionFactory;
import org.supervisord.common.plugin.PluginActions;
import org.supervisord.common.plugin.PluginException;
import org.supervisord.common.plugin.PluginLoader;
import org.supervisord.config.ActionPluginSettings;
import org.supervisord.ctl.client.ServerFault;

/** Actions that plug-ins add: {@code [ctlplugin:x]}. Not loaded where there are none. */
public final class PluggedActions implements PluginActions {
    private final List<Action> actions = new ArrayList<>();

    /** Makes the actions of all plug-ins. The classes stay open: actions may need more of them. */
    public static List<Action> of(List<ActionPluginSettings> plugins, String classpath)
            throws PluginException {
        PluggedActions all = new PluggedActions();
        PluginLoader loader = new PluginLoader(classpath);
        for (ActionPluginSettings plugin : plugins) {
            ActionFactory factory = load(loader, plugin);
            try {
                factory.addActions(all, plugin.options());
            } catch (Exception | LinkageError | AssertionError e) {
                throw new PluginException("[ctlplugin:" + plugin.name() + "]: " + e, e);
            }
        }
        return all.actions();
    }

    /** Those that were added so far. */
    List<Action> actions() {
        return List.copyOf(actions);
    }

    private static ActionFactory load(PluginLoader loader, ActionPluginSettings plugin)
            throws PluginException {
        try {
            return loader.load(plugin.factory(), plugin.pluginFolder(), ActionFactory.class);
        } catch (PluginException e) {
            throw new PluginException("[ctlplugin:" + plugin.name() + "]: " + e.getMessage(), e);
        }
    }

    @Override
    public void add(String name, String help, Body body) {
        boolean known =
                name.equals("help")
                        || new ActionTable().find(name).isPresent()
                        || actions.stream().anyMatch(it -> it.name().equals(name));
        if (known || !name.matches("[A-Za-z0-9_]+")) {
            throw new IllegalArgumentException(
                    "'" + name + "' " + (known ? "is an action already" : "is no name"));
        }
        actions.add(
                Action.of(
                        name,
                        Action.Completes.PROCESSES,
                        (session, argument) -> run(session, argument, body),
                        name + "\t" + help));
    }

    private static void run(Session session, String argument, Body body)
            throws IOException, ServerFault {
        if (!session.isUp()) {
            return;
        }
        try {
            body.run(new SessionClient(session), Action.words(argument));
        } catch (RpcFault fault) {
            throw new ServerFault(fault.code(), fault.text());
        } catch (LinkageError | AssertionError e) {
            // a jar is missing, or it is no longer what it was made for
            throw new IllegalStateException(e.toString(), e);
        } catch (ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
            // else it would be told as the server's
            throw new IllegalStateException(e.toString(), e);
        }
    }

    private record SessionClient(Session session) implements Client {
        @Override
        public Object call(String method, Object... parameters) throws RpcFault, IOException {
            try {
                return session.client().callFully(method, parameters);
            } catch (ServerFault fault) {
                throw RpcFault.of(fault.code(), fault.getMessage());
            }
        }

        @Override
        public void print(String line) {
            session.print(line);
        }

        @Override
        public boolean isOutputGone() {
            return session.console().output().isGone();
        }

        @Override
        public void exitStatus(int status) {
            session.exitStatus(status);
        }
    }
}
