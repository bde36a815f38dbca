package org.supervisord.daemon.web;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.web.StatusModel.Row;

/** Everything that can be done to one process, to a group or to all, and what one process is. */
final class ControlPage {
    private static final List<String> SIGNALS =
            List.of("HUP", "INT", "QUIT", "TERM", "KILL", "USR1", "USR2", "WINCH", "STOP", "CONT");

    private ControlPage() {}

    /** What its address is, for a return. */
    static String address(Target target) {
        return Form.address("control.html", "processname", target.field());
    }

    /** The middle of the page for many processes. */
    static void write(Html html, Target target, String message) {
        String words = target.words();
        html.element("h1", Character.toUpperCase(words.charAt(0)) + words.substring(1));
        Page.message(html, message);
        Buttons.openForm(html, address(target));
        html.open("div", "class", "toolbar");
        Buttons.button(html, Verb.START, target, true);
        Buttons.button(html, Verb.STOP, target, true);
        Buttons.button(html, Verb.RESTART, target, true);
        Buttons.button(html, Verb.CLEAR_LOGS, target, true);
        html.close();
        signal(html, target);
        html.close();
    }

    /** The middle of the page for one process. */
    static void write(Html html, ManagedProcess process, Row row, String message) {
        String name = row.name().toString();
        Target target = new Target.One(name);
        html.element("h1", name);
        Page.message(html, message);
        Buttons.openForm(html, address(target));
        html.open("table", "class", "one").open("tbody");
        StatusPage.row(html, row, "");
        html.close().close().close();
        html.open("dl", "class", "facts");
        fact(html, "Command", process.settings().command());
        process.settings().directory().ifPresent(folder -> fact(html, "Folder", folder));
        fact(html, "Group", row.name().group());
        row.exitStatus().ifPresent(status -> fact(html, "Exit status", String.valueOf(status)));
        process.spawnError().ifPresent(why -> fact(html, "Last error", why));
        log(html, "Standard output", name, "stdout", process.stdoutLog());
        log(html, "Standard error", name, "stderr", process.stderrLog());
        html.close();
        Buttons.openForm(html, address(target));
        signal(html, target);
        Buttons.button(html, Verb.CLEAR_LOGS, target, true);
        html.close();
        line(html, target);
    }

    private static void fact(Html html, String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close();
    }

    private static void log(
            Html html, String title, String name, String stream, Optional<Path> file) {
        html.open("div").element("dt", title).open("dd");
        if (file.isPresent()) {
            html.element("a", file.get().toString(), "href", LogPage.address(name, stream));
        } else {
            html.text("not kept in a file");
        }
        html.close().close();
    }

    private static void signal(Html html, Target target) {
        html.open("p", "class", "field").element("label", "Signal", "for", "signal");
        html.open("select", "name", "signal", "id", "signal");
        for (String signal : SIGNALS) {
            StatusPage.option(html, signal, "SIG" + signal, signal.equals("HUP"));
        }
        html.close();
        Buttons.button(html, Verb.SIGNAL, target, true);
        html.close();
    }

    private static void line(Html html, Target target) {
        Buttons.openForm(html, address(target));
        html.open("p", "class", "field").element("label", "Line for its stdin", "for", "line");
        html.open(
                "input",
                "name",
                "line",
                "id",
                "line",
                "autocomplete",
                "off",
                "spellcheck",
                "false");
        Buttons.button(html, Verb.STDIN, target, true);
        html.close().close();
    }
}
