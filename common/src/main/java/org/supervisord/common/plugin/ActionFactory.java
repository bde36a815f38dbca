package org.supervisord.common.plugin;

import java.util.Map;

/**
 * What a {@code [ctlplugin:x]} names as its {@code supervisor.ctl_factory}: a class with a public
 * constructor without parameters that adds actions to supervisorctl.
 */
public interface ActionFactory {
    /**
     * Called once, when the client starts, before it talks to a server. It should take no time.
     *
     * @param actions takes the actions
     * @param keys the other keys of the section, with what the names in their values stand for
     * @throws Exception whose message says why there can be no such actions; the client then ends
     */
    void addActions(PluginActions actions, Map<String, String> keys) throws Exception;
}
