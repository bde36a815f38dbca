// What scripts add to the pages: they work without.
"use strict";

(() => {
    const $ = (selector, root = document) => root.querySelector(selector);
    const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
    const page = document.body.dataset.page;

    // ------------------------------------------------------------ small things

    function element(tag, properties = {}, ...children) {
        const made = document.createElement(tag);
        for (const [name, value] of Object.entries(properties)) {
            if (name in made) {
                made[name] = value;
            } else {
                made.setAttribute(name, value);
            }
        }
        made.append(...children);
        return made;
    }

    /** Keeps small choices of this browser; some forbid that. */
    const memory = {
        get(key, otherwise) {
            try {
                return JSON.parse(localStorage.getItem("supervisor." + key)) ?? otherwise;
            } catch {
                return otherwise;
            }
        },
        set(key, value) {
            try {
                localStorage.setItem("supervisor." + key, JSON.stringify(value));
            } catch {
                // then it is forgotten
            }
        },
    };

    function token() {
        return document.body.dataset.token;
    }

    function post(address, fields) {
        return fetch(address, {
            method: "POST",
            headers: { Accept: "application/json" },
            body: new URLSearchParams(fields),
        });
    }

    async function fetchPage(address) {
        const response = await fetch(address);
        return new DOMParser().parseFromString(await response.text(), "text/html");
    }

    // ------------------------------------------------------------ theme

    const themes = ["auto", "light", "dark"];

    function showTheme(theme) {
        if (theme === "auto") {
            delete document.documentElement.dataset.theme;
        } else {
            document.documentElement.dataset.theme = theme;
        }
        $("#theme").textContent = "Theme: " + theme;
    }

    function initTheme() {
        let theme = memory.get("theme", "auto");
        showTheme(theme);
        $("#theme").addEventListener("click", () => {
            theme = themes[(themes.indexOf(theme) + 1) % themes.length];
            memory.set("theme", theme);
            showTheme(theme);
        });
    }

    // ------------------------------------------------------------ dialogs

    function openDialog(label, small, ...content) {
        const dialog = element("dialog", { className: small ? "small" : "", "aria-label": label });
        dialog.append(...content);
        document.body.append(dialog);
        dialog.addEventListener("close", () => dialog.remove());
        dialog.addEventListener("click", (event) => {
            if (event.target === dialog) {
                dialog.close();
            }
        });
        dialog.showModal();
        return dialog;
    }

    /** Asks; resolves to whether the answer is yes. */
    function confirmed(question, label) {
        return new Promise((resolve) => {
            const yes = element("button", { type: "button", className: "danger confirm" }, label);
            const no = element("button", { type: "button", autofocus: true }, "Cancel");
            const dialog = openDialog(
                question,
                true,
                element("p", { className: "question" }, question),
                element("div", { className: "buttons" }, no, yes),
            );
            let answer = false;
            yes.addEventListener("click", () => {
                answer = true;
                dialog.close();
            });
            no.addEventListener("click", () => dialog.close());
            dialog.addEventListener("close", () => resolve(answer));
        });
    }

    async function openMore(link) {
        const fetched = await fetchPage(link.href);
        const content = [...$("main", fetched).childNodes];
        const close = element("button", { type: "button" }, "Close");
        const label = link.getAttribute("aria-label") || "More for all processes";
        const dialog = openDialog(label, false, ...content, element("div", { className: "buttons" }, close));
        dialog.classList.add("control");
        close.addEventListener("click", () => dialog.close());
        dialog.addEventListener("close", () => {
            if (link.isConnected) {
                link.focus();
            }
        });
    }

    // ------------------------------------------------------------ actions

    const DESTRUCTIVE = ["stop", "restart", "signal", "clearlog"];
    const tickets = new Map();
    const results = new Map();

    function rows(name) {
        return $$("tr[data-name]").filter((row) => row.dataset.name === name);
    }

    /** What somebody hears who does not see the rows. */
    const spoken = element("p", { className: "offscreen", role: "status" });

    function say(name, text, kind) {
        spoken.textContent = name + ": " + text;
        for (const row of rows(name)) {
            const result = $(".result", row);
            result.textContent = text;
            result.className = "result " + kind;
            result.title = text;
        }
    }

    let hideMessage = null;

    function announce(text, ok, dialog) {
        const message = $(".message", dialog || document);
        message.textContent = text;
        message.classList.toggle("bad", !ok);
        if (!dialog && page === "status") {
            // over the page, which must not move while somebody is about to press something
            message.classList.add("toast");
            clearTimeout(hideMessage);
            if (ok) {
                hideMessage = setTimeout(() => (message.textContent = ""), 15000);
            }
        }
    }

    function shown(outcome, dialog, alone) {
        for (const part of outcome.parts) {
            say(part.name, part.message, part.ok ? "good" : "bad");
        }
        if (dialog || !alone || outcome.parts.length === 0) {
            announce(outcome.message, outcome.ok, dialog);
        }
    }

    /** What came of something that was answered before it was done. */
    function redeemed(ticket) {
        if (results.has(ticket)) {
            return results.get(ticket);
        }
        return new Promise((resolve) => tickets.set(ticket, resolve));
    }

    function redeem(ticket, outcome) {
        const waiting = tickets.get(ticket);
        if (waiting) {
            tickets.delete(ticket);
            waiting(outcome);
        } else {
            // it may be there before the answer with the ticket; or it is somebody else's
            results.set(ticket, outcome);
            if (results.size > 100) {
                results.delete(results.keys().next().value);
            }
        }
    }

    async function act(form, button) {
        const fields = [...new FormData(form)].filter(([name]) => name !== "back");
        const verb = button.value;
        const address = button.getAttribute("formaction") || form.getAttribute("action");
        const name = new URLSearchParams(address.split("?")[1]).get("processname") || "";
        const alone = name !== "" && !name.endsWith(":*") && !name.endsWith(":");
        const question = (button.getAttribute("aria-label") || button.textContent) + "?";
        if (DESTRUCTIVE.includes(verb) && !(await confirmed(question, button.textContent))) {
            return;
        }
        fields.push(["action", verb]);
        if (feed && feed.readyState === EventSource.OPEN) {
            fields.push(["listening", "yes"]);
        }
        const dialog = button.closest("dialog");
        if (alone) {
            say(name, button.textContent.toLowerCase() + "…", "busy");
        } else {
            announce(button.getAttribute("aria-label") + "…", true, dialog);
        }
        const line = form.elements.line;
        try {
            const response = await post(address, fields);
            let outcome = await response.json();
            if (outcome.ticket) {
                outcome = await redeemed(outcome.ticket);
            }
            shown(outcome, dialog, alone);
            if (alone && outcome.parts.length === 0) {
                say(name, outcome.message, "bad");
            }
            if (verb === "stdin" && outcome.ok && line) {
                line.value = "";
                line.focus();
            }
        } catch (error) {
            const text = "No answer from supervisord: " + error.message;
            if (alone) {
                say(name, text, "bad");
            }
            announce(text, false, dialog);
        }
        if (!feed && page === "status") {
            refresh();
        }
    }

    function initActions() {
        document.body.append(spoken);
        document.addEventListener("submit", (event) => {
            const form = event.target;
            const button = event.submitter || $("button[name=action]", form);
            if (form.classList.contains("act") && button && button.name === "action") {
                event.preventDefault();
                act(form, button);
            } else if (form.classList.contains("prompt")) {
                event.preventDefault();
                runCommand(form);
            } else if (form.classList.contains("find")) {
                event.preventDefault();
            }
        });
        document.addEventListener("click", (event) => {
            const link = event.target.closest("a");
            if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
                return;
            }
            if (page === "status" && link.classList.contains("more")) {
                event.preventDefault();
                openMore(link);
            } else if (link.id === "refresh") {
                event.preventDefault();
                refresh();
            } else if (page === "status" && link.classList.contains("count")) {
                event.preventDefault();
                const state = link.dataset.state;
                $("#state").value = state === "all" ? "" : state;
                filter();
            }
        });
    }

    // ------------------------------------------------------------ live updates

    let feed = null;
    let fallback = null;
    let position = "";
    let clockOffset = 0;
    const live = element("span", { className: "live", role: "status" }, "connecting");

    function showLive(on, text) {
        live.classList.toggle("on", on);
        if (live.textContent !== text) {
            live.textContent = text;
        }
    }

    function readPosition() {
        position = document.body.dataset.position;
        clockOffset = Date.now() - Number(document.body.dataset.now);
    }

    function listen() {
        if (feed) {
            return;
        }
        feed = new EventSource("events?since=" + encodeURIComponent(position));
        feed.addEventListener("open", () => showLive(true, "live"));
        feed.addEventListener("error", () => {
            showLive(false, "not connected");
            if (feed && feed.readyState === EventSource.CLOSED) {
                stopListening();
                fallback = fallback || setInterval(retry, 10000);
            }
        });
        feed.addEventListener("rows", (event) => {
            position = event.lastEventId;
            const data = JSON.parse(event.data);
            if (page === "status") {
                replace($("#summary"), data.summary);
            }
            for (const [name, html] of Object.entries(data.rows)) {
                replaceRow(name, html);
            }
            if (page === "status") {
                filter();
            }
        });
        feed.addEventListener("groups", (event) => {
            position = event.lastEventId;
            refresh();
        });
        feed.addEventListener("result", (event) => {
            const data = JSON.parse(event.data);
            redeem(data.ticket, data.outcome);
        });
    }

    function stopListening() {
        if (feed) {
            feed.close();
            feed = null;
        }
    }

    async function retry() {
        if (await refresh()) {
            clearInterval(fallback);
            fallback = null;
            listen();
        }
    }

    function replace(old, html) {
        const template = document.createElement("template");
        template.innerHTML = html;
        old.replaceWith(template.content);
    }

    function replaceRow(name, html) {
        const template = document.createElement("template");
        template.innerHTML = html;
        for (const old of rows(name)) {
            const row = template.content.firstElementChild.cloneNode(true);
            const said = $(".result", old);
            const result = $(".result", row);
            result.textContent = said.textContent;
            result.className = said.className;
            result.title = said.title;
            row.hidden = old.hidden;
            const focused = old.contains(document.activeElement) ? document.activeElement : null;
            old.replaceWith(row);
            if (focused) {
                const same = $$("a, button", row).find(
                    (it) => it.className === focused.className && !it.disabled,
                );
                (same || $("a", row)).focus({ preventScroll: true });
            }
        }
    }

    /** Takes all processes anew, and leaves what was folded and found as it is. */
    async function refresh() {
        if (page !== "status") {
            location.reload();
            return false;
        }
        try {
            const fetched = await fetchPage("index.html");
            const said = new Map(
                $$("#groups tr[data-name]").map((row) => [row.dataset.name, $(".result", row)]),
            );
            for (const row of $$("tr[data-name]", fetched)) {
                const result = said.get(row.dataset.name);
                if (result && result.textContent) {
                    $(".result", row).replaceWith(result);
                }
            }
            // another daemon may have taken the place of the one that the page is from
            Object.assign(document.body.dataset, fetched.body.dataset);
            for (const field of $$("input[name=token]")) {
                field.value = token();
            }
            $("#groups").replaceWith($("#groups", fetched));
            $("#summary").replaceWith($("#summary", fetched));
            readPosition();
            restoreFolds();
            sort();
            filter();
            return true;
        } catch {
            showLive(false, "not connected");
            return false;
        }
    }

    function uptime(seconds) {
        const days = Math.floor(seconds / 86400);
        const clock =
            Math.floor((seconds % 86400) / 3600) +
            ":" +
            String(Math.floor((seconds % 3600) / 60)).padStart(2, "0") +
            ":" +
            String(seconds % 60).padStart(2, "0");
        return days === 0 ? clock : days + (days === 1 ? " day, " : " days, ") + clock;
    }

    function tick() {
        if (document.hidden) {
            return;
        }
        const now = Date.now() - clockOffset;
        for (const it of $$(".uptime")) {
            const since = Number(it.dataset.since || it.closest("tr").dataset.since);
            const seconds = Math.floor(now / 1000) - Math.floor(since / 1000);
            const text = uptime(Math.max(0, seconds));
            if (it.firstChild.data !== text) {
                it.firstChild.data = text;
            }
        }
    }

    function initLive() {
        readPosition();
        $(".top").insertBefore(live, $("#theme"));
        listen();
        setInterval(tick, 1000);
        // a browser keeps few connections to a server: one that nobody looks at is given back
        document.addEventListener("visibilitychange", () => {
            if (!document.hidden) {
                listen();
            } else if (tickets.size === 0) {
                stopListening();
            }
        });
        window.addEventListener("pagehide", stopListening);
        window.addEventListener("pageshow", (event) => {
            if (event.persisted) {
                listen();
            }
        });
    }

    // ------------------------------------------------------------ finding and sorting

    function filter() {
        const words = $("#q").value.toLowerCase().split(/\s+/).filter(Boolean);
        const state = $("#state").value;
        let any = false;
        for (const group of $$("#groups .group")) {
            let found = false;
            const counts = new Map();
            for (const row of $$("tbody tr", group)) {
                counts.set(row.dataset.state, (counts.get(row.dataset.state) || 0) + 1);
                const text = words.length
                    ? (
                          row.dataset.name + " " + row.dataset.state + " " + $(".description", row).textContent
                      ).toLowerCase()
                    : "";
                const fits =
                    (state === "" || row.dataset.state === state) &&
                    words.every((word) => text.includes(word));
                row.hidden = !fits;
                found = found || fits;
            }
            group.hidden = !found && (words.length > 0 || state !== "");
            any = any || !group.hidden;
            tally(group, counts);
        }
        nothingFound(!any && (words.length > 0 || state !== ""));
        for (const link of $$("#summary .count")) {
            const current = link.dataset.state === (state || "all");
            link.toggleAttribute("aria-current", current);
            if (current) {
                link.setAttribute("aria-current", "true");
            }
        }
        const query = new URLSearchParams();
        for (const [name, value] of [
            ["q", $("#q").value.trim()],
            ["state", state],
            ["sort", $("#sort").value === "name" ? "" : $("#sort").value],
        ]) {
            if (value) {
                query.set(name, value);
            }
        }
        const text = query.toString();
        history.replaceState(null, "", text ? "index.html?" + text : "index.html");
    }

    const STATES = [
        "stopped",
        "starting",
        "running",
        "backoff",
        "stopping",
        "exited",
        "fatal",
        "unknown",
    ];

    function tally(group, counts) {
        const parts = STATES.filter((state) => counts.has(state)).map((state) =>
            element("span", { className: "part " + state }, counts.get(state) + " " + state),
        );
        const text = parts.map((part) => part.textContent).join();
        const shown = $(".tally", group);
        if (shown.dataset.text !== text) {
            shown.dataset.text = text;
            shown.replaceChildren(...parts);
        }
    }

    function nothingFound(yes) {
        let said = $("#nothing");
        if (yes && !said) {
            said = element("p", { id: "nothing", className: "nothing", role: "status" }, "Nothing found.");
            $("#groups").append(said);
        } else if (!yes && said) {
            said.remove();
        }
    }

    const URGENCY = ["fatal", "unknown", "backoff", "stopping", "starting", "exited", "stopped", "running"];
    const byName = (one, other) => (one.dataset.name < other.dataset.name ? -1 : 1);
    const ORDERS = {
        name: byName,
        state: (one, other) =>
            URGENCY.indexOf(one.dataset.state) - URGENCY.indexOf(other.dataset.state) ||
            byName(one, other),
        newest: (one, other) => other.dataset.since - one.dataset.since || byName(one, other),
        oldest: (one, other) => one.dataset.since - other.dataset.since || byName(one, other),
    };

    function sort() {
        const order = ORDERS[$("#sort").value];
        for (const body of $$("#groups tbody")) {
            body.append(...$$("tr", body).sort(order));
        }
    }

    function restoreFolds() {
        const folded = memory.get("folded", []);
        for (const group of $$("#groups .group")) {
            const details = $("details", group);
            details.open = !folded.includes(group.dataset.group);
            details.addEventListener("toggle", () => {
                const now = new Set(memory.get("folded", []));
                if (details.open) {
                    now.delete(group.dataset.group);
                } else {
                    now.add(group.dataset.group);
                }
                memory.set("folded", [...now]);
            });
        }
    }

    function initFinding() {
        $(".apply").hidden = true;
        $("#q").addEventListener("input", filter);
        $("#state").addEventListener("change", filter);
        $("#sort").addEventListener("change", () => {
            sort();
            filter();
        });
        const fold = element("button", { type: "button", className: "wide" }, "Fold all");
        fold.addEventListener("click", () => {
            const open = fold.textContent !== "Fold all";
            $$("#groups details").forEach((it) => (it.open = open));
            fold.textContent = open ? "Fold all" : "Unfold all";
        });
        const help = element("button", { type: "button", className: "wide" }, "Keys");
        help.addEventListener("click", showKeys);
        $("form.act > .toolbar").append(fold, help);
        restoreFolds();
        if (location.search) {
            // the page holds what was asked for only
            refresh();
        } else {
            filter();
        }
    }

    // ------------------------------------------------------------ keys

    function showKeys() {
        const keys = [
            ["/", "find a process"],
            ["↓ ↑", "to the next or previous process, from a row"],
            ["s", "start or stop the process of the row"],
            ["r", "restart it"],
            ["l", "show its log"],
            ["m", "everything else about it"],
            [":", "to the command line"],
            ["?", "this list"],
        ];
        const list = element("dl", { className: "keys" });
        for (const [key, what] of keys) {
            list.append(element("dt", {}, element("kbd", {}, key)), element("dd", {}, what));
        }
        const close = element("button", { type: "button" }, "Close");
        const dialog = openDialog(
            "Keys",
            true,
            element("h2", {}, "Keys"),
            list,
            element("div", { className: "buttons" }, close),
        );
        close.addEventListener("click", () => dialog.close());
    }

    function initKeys() {
        document.addEventListener("keydown", (event) => {
            const typing = event.target.closest("input, select, textarea, dialog");
            if (typing || event.ctrlKey || event.metaKey || event.altKey) {
                return;
            }
            const row = event.target.closest("tr[data-name]");
            const keys = {
                "/": () => $("#q").focus(),
                "?": showKeys,
                ":": () => {
                    $(".dock").open = true;
                    $("#command").focus();
                },
            };
            if (row) {
                keys.ArrowDown = () => step(row, 1);
                keys.ArrowUp = () => step(row, -1);
                keys.s = () => press($("button.start, button.stop", row));
                keys.r = () => press($("button.restart", row));
                keys.l = () => press($("a.log", row));
                keys.m = () => press($("a.more", row));
            }
            const does = keys[event.key];
            if (does) {
                event.preventDefault();
                does();
            }
        });
    }

    function step(row, by) {
        const all = $$("#groups tr[data-name]").filter((it) => it.offsetParent !== null);
        const next = all[all.indexOf(row) + by];
        if (next) {
            $("th a", next).focus();
        }
    }

    function press(control) {
        if (control && !control.disabled) {
            control.click();
        }
    }

    // ------------------------------------------------------------ the command line

    const typed = memory.get("commands", []);
    let typedAt = typed.length;

    async function runCommand(form) {
        const input = $("input[name=command]", form);
        const output = $(".output", form.parentElement);
        const line = input.value.trim();
        if (!line) {
            return;
        }
        if (typed[typed.length - 1] !== line) {
            typed.push(line);
            typed.splice(0, typed.length - 200);
            memory.set("commands", typed);
        }
        typedAt = typed.length;
        input.value = "";
        const entry = element("span", {}, "supervisor> " + line + "\n");
        output.append(entry);
        output.scrollTop = output.scrollHeight;
        try {
            let answer = await (await post("console.html", { token: token(), command: line })).json();
            if (answer.question) {
                if (!(await confirmed("Really " + line + "?", line))) {
                    input.focus();
                    return;
                }
                answer = await (
                    await post("console.html", { token: token(), command: line, confirmed: "yes" })
                ).json();
            }
            entry.append(answer.output ?? answer.message + "\n");
        } catch (error) {
            entry.append("no answer from supervisord: " + error.message + "\n");
        }
        while (output.childNodes.length > 200) {
            output.firstChild.remove();
        }
        output.scrollTop = output.scrollHeight;
        input.focus();
    }

    async function complete(input) {
        const before = input.value.slice(0, input.selectionStart);
        const after = input.value.slice(input.selectionStart);
        const words = await (await fetch("complete?line=" + encodeURIComponent(before))).json();
        if (words.length === 0) {
            return;
        }
        const start = before.lastIndexOf(" ") + 1;
        let common = words[0];
        for (const word of words) {
            while (!word.startsWith(common)) {
                common = common.slice(0, -1);
            }
        }
        const text = before.slice(0, start) + common + (words.length === 1 ? " " : "");
        if (text === before && words.length > 1) {
            const output = $(".output", input.closest(".console"));
            output.append(words.join("  ") + "\n");
            output.scrollTop = output.scrollHeight;
        }
        input.value = text + after;
        input.setSelectionRange(text.length, text.length);
    }

    function initConsole() {
        const input = $("#command");
        let tabbed = false;
        input.addEventListener("keydown", (event) => {
            if (event.key === "Tab" && !event.shiftKey && input.value && !tabbed) {
                event.preventDefault();
                complete(input);
            } else if (event.key === "Escape") {
                // so that Tab can leave
                tabbed = true;
                return;
            } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
                event.preventDefault();
                typedAt += event.key === "ArrowUp" ? -1 : 1;
                typedAt = Math.max(0, Math.min(typed.length, typedAt));
                input.value = typed[typedAt] ?? "";
            } else if (event.key === "l" && event.ctrlKey) {
                event.preventDefault();
                $(".output", input.closest(".console")).replaceChildren();
            }
            if (event.key !== "Tab") {
                tabbed = false;
            }
        });
        if (page === "console") {
            input.focus();
        }
    }

    // ------------------------------------------------------------ logs

    const MOST_LINES = 20000;

    /** Colours are left out; what else could not be shown is shown as a picture. */
    function harmless(text) {
        return text
            .replace(/\r\n/g, "\n")
            .replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "")
            .replace(/[\0-\x08\x0b-\x1f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)))
            .replace(/\x7f/g, "\u2421")
            .replace(/[\x80-\x9f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
    }

    function initLog() {
        const view = $("#log");
        let lines = [];
        let unfinished = "";
        let paused = false;
        let following = true;
        let words = "";
        let pieces = 0;
        let patience = 1000;

        const bar = $(".logbar");
        const status = element("span", { className: "live", role: "status" }, "connecting");
        const pause = element("button", { type: "button", "aria-pressed": "false" }, "Pause");
        const find = element("input", { type: "search", placeholder: "lines with…", "aria-label": "Show only lines with" });
        const wrap = element("input", { type: "checkbox", checked: memory.get("wrap", true) });
        const end = element("button", { type: "button", "aria-pressed": "true" }, "Jump to end");
        bar.append(pause, find, element("label", {}, wrap, "Wrap"), end, status);

        const fits = (line) => words === "" || line.toLowerCase().includes(words);

        function scroll() {
            if (following) {
                view.scrollTop = view.scrollHeight;
            }
        }

        function redraw() {
            const shown = lines.filter(fits);
            if (fits(unfinished)) {
                shown.push(unfinished);
            }
            view.textContent = shown.join("\n");
            pieces = 1;
            scroll();
        }

        function add(text) {
            const parts = (unfinished + text).split("\n");
            unfinished = parts.pop();
            for (const part of parts) {
                lines.push(part);
            }
            const tooMany = lines.length > MOST_LINES + 2000;
            if (tooMany) {
                lines = lines.slice(-MOST_LINES);
            }
            if (paused) {
                return;
            }
            if (tooMany || words || pieces > 500) {
                redraw();
            } else {
                view.append(text);
                pieces++;
                scroll();
            }
        }

        async function read() {
            const response = await fetch(view.dataset.live);
            if (!response.ok) {
                throw new Error(response.status === 404 ? "there is no such log" : response.statusText);
            }
            patience = 1000;
            status.textContent = "live";
            status.classList.add("on");
            lines = [];
            unfinished = "";
            view.textContent = "";
            const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
            let rest = "";
            for (;;) {
                const { done, value } = await reader.read();
                if (done) {
                    return;
                }
                // an escape sequence may be cut in two
                const text = rest + value;
                const cut = /(\r|\x1b(\[[0-9;?]*)?)$/.exec(text.slice(-64));
                rest = cut ? cut[0] : "";
                add(harmless(text.slice(0, text.length - rest.length)));
            }
        }

        async function readAgain() {
            try {
                await read();
                throw new Error("it has ended");
            } catch (error) {
                status.classList.remove("on");
                status.textContent = "not connected: " + error.message;
                setTimeout(readAgain, patience);
                patience = Math.min(2 * patience, 60000);
            }
        }

        function showWrap() {
            view.classList.toggle("nowrap", !wrap.checked);
            memory.set("wrap", wrap.checked);
        }

        pause.addEventListener("click", () => {
            paused = !paused;
            pause.setAttribute("aria-pressed", String(paused));
            pause.textContent = paused ? "Resume" : "Pause";
            if (!paused) {
                redraw();
            }
        });
        find.addEventListener("input", () => {
            words = find.value.toLowerCase();
            redraw();
        });
        wrap.addEventListener("change", showWrap);
        end.addEventListener("click", () => {
            following = true;
            scroll();
        });
        view.addEventListener("scroll", () => {
            following = view.scrollTop + view.clientHeight >= view.scrollHeight - 8;
            end.setAttribute("aria-pressed", String(following));
        });
        showWrap();
        scroll();
        readAgain();
    }

    // ------------------------------------------------------------ beginning

    $$(".needs-script").forEach((it) => (it.hidden = false));
    $$(".without-script").forEach((it) => (it.hidden = true));
    initTheme();
    if (page === "status" || page === "control") {
        initActions();
    }
    if (page === "status" || page === "control") {
        initLive();
    }
    if (page === "status") {
        initFinding();
        initKeys();
        initConsole();
    }
    if (page === "console") {
        initActions();
        initConsole();
    }
    if (page === "tail" || page === "mainlog") {
        initLog();
    }
    document.documentElement.dataset.ready = "yes";
})();
