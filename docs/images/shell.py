#!/usr/bin/env python3
"""Makes shell.svg: a session of supervisorctl in a terminal, as tmux shows it.

    docs/images/shell.py TREE > docs/images/shell.svg
"""

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

COLUMNS, LINES = 72, 32
WIDTH, HEIGHT = 8.43, 18
COLOURS = {30: "#45475a", 31: "#f38ba8", 32: "#a6e3a1", 33: "#f9e2af", 34: "#89b4fa", 35: "#cba6f7",
           36: "#94e2d5", 37: "#cdd6f4", 90: "#7f849c"}
TYPED = ["supervisorctl", "tail -48 worker:worker_01", "restart --rolling worker", "stop tick\t",
         "status --state RUNNING,STOPPED", "help signal"]


def tmux(*words):
    return subprocess.run(["tmux", "-L", "shell-picture", *words], check=True, text=True,
                          stdout=subprocess.PIPE).stdout


def session(tree):
    folder = tempfile.mkdtemp()
    home = os.path.join(folder, "supervisord")
    shutil.copytree(tree, home)
    conf = home + "/etc/supervisord.conf"
    os.rename(home + "/etc/quickstart.conf", conf)
    subprocess.run(["sed", "-i", "s/^nodaemon.*/nodaemon = false/", conf], check=True)
    subprocess.run([home + "/bin/supervisord", "-c", conf], check=True)
    time.sleep(4)
    environment = dict(os.environ, HOME=folder, PATH=home + "/bin:" + os.environ["PATH"])
    subprocess.run(["tmux", "-L", "shell-picture", "-f", "/dev/null", "new-session", "-d", "-x",
                    str(COLUMNS), "-y", str(LINES), "env 'PS1=$ ' bash --norc --noprofile"],
                   check=True, env=environment, cwd=home)
    try:
        for line in TYPED:
            time.sleep(3)
            tmux("send-keys", "-l", line)
            time.sleep(1)
            tmux("send-keys", "Enter")
        time.sleep(3)
        return tmux("capture-pane", "-e", "-p")
    finally:
        tmux("kill-server")
        subprocess.run([home + "/bin/supervisorctl", "-c", conf, "shutdown"], stdout=subprocess.DEVNULL)
        time.sleep(3)
        shutil.rmtree(folder, ignore_errors=True)


def spans(line):
    """Pieces of a line, each with its colour and whether it is bold."""
    colour, bold = "#cdd6f4", False
    for escape, text in re.findall(r"\x1b\[([\d;]*)m|([^\x1b]+)", line):
        if text:
            yield colour, bold, text
            continue
        for code in [int(it) for it in escape.split(";") if it] or [0]:
            if code in (0, 39):
                colour = "#cdd6f4"
            if code in (0, 22):
                bold = False
            elif code == 1:
                bold = True
            elif code in COLOURS:
                colour = COLOURS[code]


def svg(lines):
    width, height = int(COLUMNS * WIDTH + 32), len(lines) * HEIGHT + 62
    yield ('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">'
           % (width, height, width, height))
    yield "<title>A session of supervisorctl</title>"
    yield '<rect width="%d" height="%d" rx="8" fill="#1e1e2e"/>' % (width, height)
    for i, colour in enumerate(("#f38ba8", "#f9e2af", "#a6e3a1")):
        yield '<circle cx="%d" cy="20" r="6" fill="%s"/>' % (22 + 20 * i, colour)
    yield ('<g font-family="DejaVu Sans Mono,Menlo,Consolas,monospace" font-size="14" '
           'xml:space="preserve" style="white-space:pre">')
    for i, line in enumerate(lines):
        pieces = "".join(
            '<tspan fill="%s"%s>%s</tspan>' % (colour, ' font-weight="bold"' if bold else "", html.escape(text).replace(" ", "\u00a0"))
            for colour, bold, text in spans(line))
        yield '<text x="16" y="%d">%s</text>' % (54 + i * HEIGHT, pieces)
    yield "</g></svg>"


lines = session(os.path.abspath(sys.argv[1])).rstrip("\n").split("\n")
print("\n".join(svg(lines)))
