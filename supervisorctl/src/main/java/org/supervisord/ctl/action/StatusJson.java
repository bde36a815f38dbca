package org.supervisord.ctl.action;

import static java.util.stream.Collectors.toSet;
import static org.supervisord.common.JsonText.quote;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.supervisord.common.ProcessState;
import org.supervisord.ctl.client.SupervisorClient.ProcessInfo;

/** What processes are doing, for programs; described in docs/client.md. Members are only added. */
final class StatusJson {
    private static final List<String> NUMBERS = List.of("start", "stop", "now", "exitstatus");
    private static final List<String> TEXTS =
            List.of("spawnerr", "stdout_logfile", "stderr_logfile");

    private StatusJson() {}

    /**
     * What these processes are doing, and what the pools of event listeners among them have done.
     *
     * @param pools as the server tells of them; empty when it can't
     */
    static String of(String server, List<ProcessInfo> infos, Optional<List<Map<?, ?>>> pools) {
        StringJoiner processes = new StringJoiner(",", "[", "]");
        infos.forEach(info -> processes.add(one(info)));
        String start = "{\"server\":" + quote(server) + ",\"processes\":" + processes;
        if (pools.isEmpty()) {
            return start + "}";
        }
        Set<String> groups = infos.stream().map(ProcessInfo::group).collect(toSet());
        StringJoiner counts = new StringJoiner(",", "[", "]");
        pools.get().stream()
                .filter(pool -> groups.contains(pool.get("name")))
                .forEach(pool -> counts.add(value(pool)));
        return start + ",\"pools\":" + counts + "}";
    }

    private static String value(Object value) {
        if (value instanceof Map<?, ?> map) {
            StringJoiner members = new StringJoiner(",", "{", "}");
            map.forEach((key, it) -> members.add(quote(key.toString()) + ":" + value(it)));
            return members.toString();
        }
        if (value instanceof List<?> list) {
            StringJoiner items = new StringJoiner(",", "[", "]");
            list.forEach(it -> items.add(value(it)));
            return items.toString();
        }
        return value instanceof Integer ? value.toString() : quote(value.toString());
    }

    /** What takes the place of a status that there is none of. */
    static String error(String server, String why) {
        return "{\"server\":" + quote(server) + ",\"error\":" + quote(why) + "}";
    }

    private static String one(ProcessInfo info) {
        StringJoiner members = new StringJoiner(",", "{", "}");
        members.add("\"name\":" + quote(Selection.nameOf(info)));
        members.add("\"group\":" + quote(info.group()));
        members.add("\"process\":" + quote(info.name()));
        members.add("\"state\":" + quote(info.statename()));
        members.add("\"statecode\":" + info.state());
        members.add("\"pid\":" + info.pid());
        members.add("\"description\":" + quote(info.description()));
        members.add("\"uptime\":" + uptime(info));
        for (String key : NUMBERS) {
            members.add(quote(key) + ":" + number(info, key));
        }
        for (String key : TEXTS) {
            Object text = info.members().get(key);
            members.add(quote(key) + ":" + quote(text == null ? "" : text.toString()));
        }
        return members.toString();
    }

    private static int number(ProcessInfo info, String key) {
        return info.members().get(key) instanceof Integer number ? number : 0;
    }

    private static int uptime(ProcessInfo info) {
        boolean up = info.state() == ProcessState.RUNNING.code();
        return up ? Math.max(0, number(info, "now") - number(info, "start")) : 0;
    }
}
