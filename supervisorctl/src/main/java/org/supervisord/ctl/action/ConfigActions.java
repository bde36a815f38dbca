package org.supervisord.ctl.action;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.supervisord.common.Fault;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.terminal.ExitStatus;

/** Actions that bring what is supervised in line with the configuration. */
final class ConfigActions {
    static final List<Action> ALL =
            List.of(
                    Action.of(
                            "reread",
                            Action.Completes.NOTHING,
                            Action.withoutArguments("reread", ConfigActions::reread),
                            "reread\tRead the configuration again and say what has changed"),
                    Action.of(
                            "update",
                            Action.Completes.GROUPS,
                            ConfigActions::update,
                            "update\tRead the configuration again, and start, restart and stop the"
                                    + " groups that have changed",
                            "update all\tThe same",
                            "update <group> ...\tThe same for these groups only"),
                    Action.of(
                            "add",
                            Action.Completes.GROUPS,
                            ConfigActions::add,
                            "add <group> ...\tSupervise groups that were read"),
                    Action.of(
                            "remove",
                            Action.Completes.GROUPS,
                            ConfigActions::remove,
                            "remove <group> ...\tSupervise stopped groups no longer"));

    /** What a new configuration means for the groups. */
    private record Changes(List<String> added, List<String> changed, List<String> removed) {
        static Changes of(Object answer) {
            List<?> three = (List<?>) ((List<?>) answer).get(0);
            return new Changes(names(three.get(0)), names(three.get(1)), names(three.get(2)));
        }

        private static List<String> names(Object list) {
            return ((List<?>) list).stream().map(String.class::cast).toList();
        }
    }

    private ConfigActions() {}

    private static void reread(Session session, String argument) throws IOException, ServerFault {
        Changes changes;
        try {
            changes = Changes.of(session.client().call("reloadConfig"));
        } catch (ServerFault fault) {
            session.exitStatus(ExitStatus.GENERIC);
            if (fault.is(Fault.SHUTDOWN_STATE)) {
                session.print("ERROR: supervisor shutting down");
            } else if (fault.is(Fault.CANT_REREAD)) {
                session.print("ERROR: " + fault.getMessage());
            } else {
                throw fault;
            }
            return;
        }
        Map<String, String> all = new TreeMap<>();
        changes.added.forEach(name -> all.put(name, "available"));
        changes.changed.forEach(name -> all.put(name, "changed"));
        changes.removed.forEach(name -> all.put(name, "disappeared"));
        if (all.isEmpty()) {
            session.print("No config updates to processes");
        }
        all.forEach((name, what) -> session.print(name + ": " + what));
    }

    private static void add(Session session, String argument) throws IOException, ServerFault {
        for (String name : Action.words(argument)) {
            try {
                session.client().call("addProcessGroup", name);
                session.print(name + ": added process group");
            } catch (ServerFault fault) {
                if (fault.is(Fault.ALREADY_ADDED)) {
                    session.print("ERROR: process group already active");
                    continue;
                }
                session.exitStatus(ExitStatus.GENERIC);
                if (fault.is(Fault.SHUTDOWN_STATE)) {
                    session.print("ERROR: shutting down");
                } else if (fault.is(Fault.BAD_NAME)) {
                    session.print("ERROR: no such process/group: " + name);
                } else {
                    throw fault;
                }
            }
        }
    }

    private static void remove(Session session, String argument) throws IOException, ServerFault {
        for (String name : Action.words(argument)) {
            try {
                session.client().call("removeProcessGroup", name);
                session.print(name + ": removed process group");
            } catch (ServerFault fault) {
                session.exitStatus(ExitStatus.GENERIC);
                if (fault.is(Fault.STILL_RUNNING)) {
                    session.print("ERROR: process/group still running: " + name);
                } else if (fault.is(Fault.BAD_NAME)) {
                    session.print("ERROR: no such process/group: " + name);
                } else {
                    throw fault;
                }
            }
        }
    }

    private static void update(Session session, String argument) throws IOException, ServerFault {
        Changes changes;
        try {
            changes = Changes.of(session.client().call("reloadConfig"));
        } catch (ServerFault fault) {
            session.exitStatus(ExitStatus.GENERIC);
            if (!fault.is(Fault.SHUTDOWN_STATE)) {
                throw fault;
            }
            session.print("ERROR: already shutting down");
            return;
        }
        Set<String> wanted = new TreeSet<>(Action.words(argument));
        if (wanted.contains("all")) {
            wanted.clear();
        }
        checkNames(session, wanted, changes);
        for (String group : changes.removed) {
            if (isWanted(group, wanted)) {
                drop(session, group);
            }
        }
        for (String group : changes.changed) {
            if (isWanted(group, wanted)) {
                session.client().call("stopProcessGroup", group);
                session.print(group + ": stopped");
                session.client().call("removeProcessGroup", group);
                session.client().call("addProcessGroup", group);
                session.print(group + ": updated process group");
            }
        }
        for (String group : changes.added) {
            if (isWanted(group, wanted)) {
                session.client().call("addProcessGroup", group);
                session.print(group + ": added process group");
            }
        }
    }

    private static boolean isWanted(String group, Set<String> wanted) {
        return wanted.isEmpty() || wanted.contains(group);
    }

    private static void checkNames(Session session, Set<String> wanted, Changes changes)
            throws IOException, ServerFault {
        if (wanted.isEmpty()) {
            return;
        }
        Set<String> known = new HashSet<>(changes.added);
        session.client().allInfos().forEach(info -> known.add(info.group()));
        for (String group : wanted) {
            if (!known.contains(group)) {
                session.print("ERROR: no such group: " + group);
                session.exitStatus(ExitStatus.GENERIC);
            }
        }
    }

    private static void drop(Session session, String group) throws IOException, ServerFault {
        boolean failed =
                session.client().results("stopProcessGroup", group).stream()
                        .anyMatch(result -> result.status() == Fault.FAILED.code());
        session.print(group + ": stopped");
        if (failed) {
            session.print(group + ": has problems; not removing");
            session.exitStatus(ExitStatus.GENERIC);
            return;
        }
        session.client().call("removeProcessGroup", group);
        session.print(group + ": removed process group");
    }
}
