package org.supervisord.ctl.action;

import java.util.List;

/** What {@code help} says of all actions, for the manual page. */
public final class ActionHelp {
    private ActionHelp() {}

    /** Lines of {@code usage<TAB>what it does}, in the order of the actions' names. */
    public static List<String> lines() {
        ActionTable actions = new ActionTable();
        return actions.names().stream()
                .flatMap(name -> actions.find(name).orElseThrow().help().stream())
                .toList();
    }
}
