package org.supervisord.daemon.children;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.supervisord.config.GroupSettings;
import org.supervisord.daemon.process.LogPaths;

/**
 * What the logs are of groups that are there or were, so that one that is removed and added again
 * goes on with them.
 */
final class NamedLogs {
    /**
     * Of more groups, as of those that somebody makes under ever new names, the oldest are
     * forgotten.
     */
    private static final int MOST = 10_000;

    private final Map<String, Group> groups = new LinkedHashMap<>();

    private record Group(GroupSettings settings, Map<String, LogPaths> logs) {}

    /** Keeps the logs of a group's processes, by their names. */
    void put(GroupSettings settings, Map<String, LogPaths> logs) {
        groups.remove(settings.name());
        groups.put(settings.name(), new Group(settings, new HashMap<>(logs)));
        if (groups.size() > MOST) {
            groups.remove(groups.keySet().iterator().next());
        }
    }

    /**
     * The logs of a group, if it was there. After the configuration was read again it is another
     * one, even if nothing has changed.
     */
    Optional<Map<String, LogPaths>> of(GroupSettings settings) {
        return Optional.ofNullable(groups.get(settings.name()))
                .filter(it -> it.settings == settings)
                .map(Group::logs);
    }
}
