"""Records what Supervisor takes generated configurations to mean. See README.md."""

import grp
import io
import os
import platform
import pwd
import sys
import tempfile

# a machine that is the same everywhere: what the tests' fakes say too
USERS = [("root", 0, 0, "/root"), ("web", 501, 601, "/home/web"), ("db", 502, 602, "/home/db/")]
GROUPS = {"root": 0, "www": 601, "data": 602}
ENVIRONMENT = {"HOME": "/home/web", "COLOR": "blue", "COUNT": "3"}


def user(test):
    for name, uid, gid, home in USERS:
        if test(name, uid):
            return pwd.struct_passwd((name, "x", uid, gid, "", home, "/bin/sh"))
    raise KeyError("no such user")


def group(test):
    for name, gid in GROUPS.items():
        if test(name, gid):
            return grp.struct_group((name, "x", gid, []))
    raise KeyError("no such group")


pwd.getpwnam = lambda wanted: user(lambda name, uid: name == wanted)
pwd.getpwuid = lambda wanted: user(lambda name, uid: uid == wanted)
grp.getgrnam = lambda wanted: group(lambda name, gid: name == wanted)
grp.getgrgid = lambda wanted: group(lambda name, gid: gid == wanted)
platform.node = lambda: "box"
os.getuid = lambda: 0
os.environ.clear()
os.environ.update(ENVIRONMENT)
tempfile.tempdir = "/tmp"

from supervisor import options  # noqa: E402
from supervisor.datatypes import (  # noqa: E402
    Automatic, RestartUnconditionally, RestartWhenExitUnexpected)


class Refused(Exception):
    pass


def text(value):
    if value is None:
        return "-"
    if value is Automatic:
        return "AUTO"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def pairs(values):
    return " ".join("%s=%s" % pair for pair in sorted(values.items()))


def names(values):
    return ",".join(str(value) for value in values)


PROGRAM_KEYS = (
    "command directory umask priority autostart autorestart startsecs startretries uid"
    " stopsignal stopwaitsecs stopasgroup killasgroup redirect_stderr serverurl"
).split()
CHANNEL_KEYS = (
    "logfile logfile_maxbytes logfile_backups capture_maxbytes events_enabled syslog".split()
)


def program_lines(program):
    yield "program " + program.name
    for key in PROGRAM_KEYS:
        value = getattr(program, key)
        if key == "autorestart":
            value = {RestartUnconditionally: True, RestartWhenExitUnexpected: "unexpected"}.get(
                value, value)
        if key in ("stopsignal",):
            value = int(value)
        yield "  %s %s" % (key, text(value))
    yield "  exitcodes " + names(program.exitcodes)
    yield "  environment " + pairs(program.environment)
    for channel in ("stdout", "stderr"):
        for key in CHANNEL_KEYS:
            key = channel + "_" + key
            value = getattr(program, key)
            if key.endswith("_logfile") and value and value is not Automatic:
                value = os.path.normpath(os.path.join(os.getcwd(), value))
            yield "  %s %s" % (key, text(value))


def group_lines(group_config):
    kind = type(group_config).__name__
    yield "group %s %d %s" % (group_config.name, group_config.priority, kind)
    if kind == "EventListenerPoolConfig":
        yield "  buffer_size %d" % group_config.buffer_size
        events = [options_event_name(event) for event in group_config.pool_events]
        yield "  events " + ",".join(sorted(events))
    if kind == "FastCGIGroupConfig":
        config = group_config.socket_config
        if hasattr(config, "path"):
            yield "  socket %s %s %o %s" % (
                config.path,
                "-" if config.owner is None else "%d:%d" % tuple(config.owner),
                config.mode,
                text(config.get_backlog()),
            )
        else:
            yield "  socket %s:%d %s" % (config.host, config.port, text(config.get_backlog()))
    for program in group_config.process_configs:
        yield from program_lines(program)


def options_event_name(event):
    from supervisor.events import getEventNameByType

    return getEventNameByType(event)


def server_lines(server):
    who = "-" if server["username"] in (None, "") else "%(username)s/%(password)s" % server
    if server["family"] == options.socket.AF_UNIX:
        owner = "%d:%d" % tuple(server["chown"])
        yield "server %s %s %o %s %s" % (
            server["section"], server["file"], server["chmod"], owner, who)
    else:
        yield "server %s %s %d %s" % (server["section"], server["host"], server["port"], who)


def meaning(name):
    found = options.ServerOptions()
    found.stderr = io.StringIO()
    found.stdout = io.StringIO()

    def refuse(message):
        raise Refused(str(message))

    found.usage = refuse
    found.realize(["-c", name])
    for key in (
        "logfile logfile_maxbytes logfile_backups loglevel pidfile identifier childlogdir"
        " nodaemon silent nocleanup strip_ansi minfds minprocs umask directory"
    ).split():
        value = getattr(found, key)
        if key in ("nodaemon", "silent", "nocleanup", "strip_ansi"):
            value = bool(value)
        if key in ("childlogdir", "directory") and value:
            value = os.path.normpath(value)
        yield "%s %s" % (key, text(value))
    yield "uid " + text(getattr(found, "uid", None))
    yield "environment " + pairs(found.configroot.supervisord.environment)
    for interface, factory, keys in found.rpcinterface_factories:
        yield "rpcinterface %s %s" % (interface, pairs(keys))
    for group_config in found.process_group_configs:
        yield from group_lines(group_config)
    for server in found.server_configs:
        yield from server_lines(server)
    yield "serverurl " + text(found.serverurl)
    for warning in found.parse_warnings:
        yield "warning " + warning


def escaped(line):
    return line.encode("unicode_escape").decode("ascii")


def main():
    with open(sys.argv[1], encoding="ascii") as generated:
        cases = generated.read().split("=== ")[1:]
    folder = os.path.realpath(tempfile.mkdtemp())
    os.chdir(folder)
    name = os.path.join(folder, "supervisord.conf")
    for case in cases:
        number, *lines = case.split("\n")
        config = "".join(line[2:] for line in lines if line.startswith("| "))
        config = config.encode("ascii").decode("unicode_escape")
        config = config.encode("utf-16", "surrogatepass").decode("utf-16")
        with open(name, "wb") as out:
            out.write(config.encode("utf-8"))
        try:
            result = list(meaning(name))
        except Refused as refusal:
            result = ["refused " + str(refusal)]
        except Exception as crash:
            result = ["crashed %s: %s" % (type(crash).__name__, crash)]
        print("=== " + number)
        for line in lines:
            if line.startswith("| "):
                print(line)
        for line in result:
            print(escaped(line.replace(folder, "@HERE@")))
    os.remove(name)
    os.rmdir(folder)


main()
