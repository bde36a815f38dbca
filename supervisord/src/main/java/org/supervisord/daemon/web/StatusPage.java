package org.supervisord.daemon.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.supervisord.common.ProcessState;
import org.supervisord.common.SupervisorState;
import org.supervisord.daemon.web.StatusModel.Group;
import org.supervisord.daemon.web.StatusModel.Row;
import org.supervisord.daemon.web.StatusModel.Sort;
import org.supervisord.daemon.web.StatusModel.Wanted;

/** The page with all processes, and the pieces of it that are sent again when they change. */
final class StatusPage {
    private static final Map<Sort, String> SORTS =
            Map.of(
                    Sort.NAME, "Name",
                    Sort.STATE, "State, worst first",
                    Sort.NEWEST, "Newest first",
                    Sort.OLDEST, "Oldest first");

    private final About about;

    StatusPage(About about) {
        this.about = about;
    }

    /**
     * What was said to have been done to a process.
     *
     * @param name the process, empty if it was none
     */
    record Said(String message, Optional<String> name) {}

    /** The middle of the page. */
    void write(Html html, StatusModel model, Daemon daemon, Wanted wanted, Said said) {
        html.element("h1", "Processes", "class", "offscreen");
        boolean beside = said.name().isPresent();
        Page.message(html, beside ? "" : said.message());
        overview(html, model, daemon);
        find(html, wanted);
        Buttons.openForm(html, back(wanted));
        html.open("div", "class", "toolbar", "role", "group", "aria-label", "All processes");
        html.element("span", "All processes", "class", "label");
        Target all = new Target.All();
        Buttons.button(html, Verb.START, all, true);
        Buttons.button(html, Verb.STOP, all, true);
        Buttons.button(html, Verb.RESTART, all, true);
        html.element("a", "More…", "href", "control.html", "class", "button more");
        html.element(
                "a",
                "Refresh",
                "href",
                back(wanted),
                "class",
                "button refresh wide",
                "id",
                "refresh");
        html.close();
        groups(html, model, wanted, said);
        html.close();
        html.open("details", "class", "dock").element("summary", "Command line");
        ConsolePage.prompt(html, Optional.empty());
        html.close();
    }

    private static String back(Wanted wanted) {
        return Form.address(
                "index.html",
                "q",
                wanted.words(),
                "state",
                wanted.state(),
                "sort",
                wanted.sort() == Sort.NAME ? "" : wanted.sort().field());
    }

    /**
     * What the page tells of the daemon itself.
     *
     * @param uptime in words
     */
    record Daemon(int pid, String uptime, String configuration) {}

    private void overview(Html html, StatusModel model, Daemon daemon) {
        html.open("section", "class", "overview", "aria-label", "This supervisord");
        summary(html, model);
        html.open("dl");
        fact(html, "Version", about.version());
        fact(html, "Pid", String.valueOf(daemon.pid()));
        html.open("div").element("dt", "Uptime").open("dd");
        html.element(
                "span",
                daemon.uptime(),
                "class",
                "uptime",
                "data-since",
                String.valueOf(about.startedAtMillis()));
        html.close().close();
        fact(html, "Configuration", daemon.configuration());
        html.close().close();
    }

    private static void fact(Html html, String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close();
    }

    /** The daemon's state, why it is bad if it is, and how many processes are in each state. */
    static void summary(Html html, StatusModel model) {
        html.open("div", "id", "summary");
        boolean fatal = !model.problems().isEmpty();
        String state =
                fatal && model.state() == SupervisorState.RUNNING ? "FATAL" : model.state().name();
        html.open("p", "class", "daemon");
        html.element("span", "supervisord is", "class", "offscreen");
        html.element("span", state, "class", "state " + state.toLowerCase(Locale.ROOT)).close();
        if (fatal) {
            html.open("ul", "class", "problems", "aria-label", "What is wrong");
            model.problems().forEach(problem -> html.element("li", problem));
            html.close();
        }
        html.open("ul", "class", "counts", "aria-label", "Processes by state");
        int total = model.counts().values().stream().mapToInt(Integer::intValue).sum();
        count(html, "all", total, "index.html");
        for (ProcessState each : ProcessState.values()) {
            int count = model.counts().getOrDefault(each, 0);
            if (count > 0) {
                String name = each.name().toLowerCase(Locale.ROOT);
                count(html, name, count, Form.address("index.html", "state", name));
            }
        }
        html.close().close();
    }

    private static void count(Html html, String name, int count, String address) {
        html.open("li").open("a", "href", address, "class", "count " + name, "data-state", name);
        html.element("span", String.valueOf(count), "class", "number");
        html.text(" " + name).close().close();
    }

    private static void find(Html html, Wanted wanted) {
        html.open("form", "method", "get", "action", "index.html", "class", "find");
        html.open("p", "class", "field").element("label", "Find", "for", "q");
        html.open(
                "input",
                "type",
                "search",
                "id",
                "q",
                "name",
                "q",
                "value",
                wanted.words(),
                "autocomplete",
                "off",
                "placeholder",
                "name, state or description");
        html.close().open("p", "class", "field").element("label", "State", "for", "state");
        html.open("select", "id", "state", "name", "state");
        option(html, "", "Any", wanted.state().isEmpty());
        for (ProcessState each : ProcessState.values()) {
            String name = each.name().toLowerCase(Locale.ROOT);
            option(html, name, name, wanted.state().equals(each.name()));
        }
        html.close().close().open("p", "class", "field").element("label", "Sort", "for", "sort");
        html.open("select", "id", "sort", "name", "sort");
        for (Sort sort : Sort.values()) {
            option(html, sort.field(), SORTS.get(sort), sort == wanted.sort());
        }
        html.close().close();
        html.element("button", "Apply", "type", "submit", "class", "apply");
        html.close();
    }

    static void option(Html html, String value, String text, boolean selected) {
        html.element("option", text, "value", value, "selected", selected ? "" : null);
    }

    /** All groups and processes. */
    private void groups(Html html, StatusModel model, Wanted wanted, Said said) {
        html.open("div", "id", "groups");
        List<Group> groups = model.realGroups();
        List<Row> alone = model.alone(wanted.sort());
        if (groups.isEmpty() && alone.isEmpty()) {
            String why = model.counts().isEmpty() ? "There are no programs." : "Nothing found.";
            html.element("p", why, "class", "nothing");
        }
        if (!alone.isEmpty()) {
            section(html, "Programs", alone, Optional.empty(), said);
        }
        for (Group group : groups) {
            section(html, group.name(), group.rows(), Optional.of(group.name()), said);
        }
        html.close();
    }

    private void section(
            Html html, String title, List<Row> rows, Optional<String> group, Said said) {
        String key = group.orElse("");
        html.open("section", "class", "group", "data-group", key, "aria-label", title);
        html.open("details", "open", "").open("summary");
        html.element("h2", title);
        html.open("span", "class", "tally");
        tally(html, rows);
        html.close().close();
        html.open("table").element("caption", "Processes of " + title, "class", "offscreen");
        html.open("thead").open("tr");
        for (String column : List.of("Name", "State", "Description", "Actions")) {
            html.element("th", column, "scope", "col", "class", column.toLowerCase(Locale.ROOT));
        }
        html.close().close().open("tbody");
        for (Row row : rows) {
            boolean about = said.name().map(row.name().toString()::equals).orElse(false);
            row(html, row, about ? said.message() : "");
        }
        html.close().close().close();
        if (group.isPresent()) {
            Target target = new Target.Group(group.get());
            html.open("div", "class", "toolbar", "role", "group", "aria-label", "All of " + title);
            Buttons.button(html, Verb.START, target, true);
            Buttons.button(html, Verb.STOP, target, true);
            Buttons.button(html, Verb.RESTART, target, true);
            more(html, target);
            html.close();
        }
        html.close();
    }

    private static void tally(Html html, List<Row> rows) {
        for (ProcessState state : ProcessState.values()) {
            long count = rows.stream().filter(row -> row.state() == state).count();
            if (count > 0) {
                String name = state.name().toLowerCase(Locale.ROOT);
                html.element("span", count + " " + name, "class", "part " + name);
            }
        }
    }

    private static void more(Html html, Target target) {
        html.element(
                "a",
                "More…",
                "href",
                Form.address("control.html", "processname", target.field()),
                "class",
                "button more",
                "aria-label",
                "More for " + target.words());
    }

    /** A process. */
    static void row(Html html, Row row, String message) {
        String name = row.name().toString();
        Target target = new Target.One(name);
        String state = row.state().name().toLowerCase(Locale.ROOT);
        html.open(
                "tr",
                "data-name",
                name,
                "data-state",
                state,
                "data-since",
                String.valueOf(row.sinceMillis()));
        html.open("th", "scope", "row", "class", "name");
        html.element("a", name, "href", Form.address("control.html", "processname", name));
        html.close();
        html.open("td", "class", "state").element("span", state, "class", "state " + state).close();
        html.open("td", "class", "description");
        description(html, row);
        html.element("span", message, "class", "result");
        html.close();
        html.open("td", "class", "actions");
        Buttons.forState(html, row.state(), target);
        html.element(
                "a",
                "Log",
                "href",
                LogPage.address(name, "stdout"),
                "class",
                "button log",
                "aria-label",
                "Log of " + name);
        more(html, target);
        html.close().close();
    }

    private static void description(Html html, Row row) {
        String text = row.description();
        int uptime = text.indexOf("uptime ");
        if (row.state() == ProcessState.RUNNING && uptime >= 0) {
            html.text(text.substring(0, uptime) + "uptime ");
            html.element("span", text.substring(uptime + "uptime ".length()), "class", "uptime");
        } else {
            html.text(text);
        }
        if (row.state() == ProcessState.EXITED && row.exitStatus().isPresent()) {
            html.text(", exit status " + row.exitStatus().getAsInt());
        }
    }
}
