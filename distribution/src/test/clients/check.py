"""Drives a daemon with Python's own client: check.py URL. Program "sleeper" has to be there."""
import sys
import xmlrpc.client

server = xmlrpc.client.ServerProxy(sys.argv[1], allow_none=False)
assert server.supervisor.getState() == {"statecode": 1, "statename": "RUNNING"}
assert "supervisor.startProcess" in server.system.listMethods()
assert server.system.methodSignature("supervisor.getPID") == ["int"]
assert server.supervisor.stopProcess("sleeper") is True
info = server.supervisor.getProcessInfo("sleeper")
assert (info["statename"], info["pid"], info["group"]) == ("STOPPED", 0, "sleeper"), info
try:
    server.supervisor.stopProcess("sleeper")
    raise SystemExit("stopped twice")
except xmlrpc.client.Fault as fault:
    assert (fault.faultCode, fault.faultString) == (70, "NOT_RUNNING: sleeper")
assert server.supervisor.startProcess("sleeper", True) is True
results = server.system.multicall(
    [{"methodName": "supervisor.getPID", "params": []}, {"methodName": "no.such", "params": []}])
assert results[0] > 0 and results[1]["faultCode"] == 1, results
log = server.supervisor.tailProcessStdoutLog("noisy", 0, 1000)[0]
assert "before \ufffd\ufffd after \u2603" in log, repr(log)
print("ok")
