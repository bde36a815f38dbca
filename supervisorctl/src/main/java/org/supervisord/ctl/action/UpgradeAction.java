package org.supervisord.ctl.action;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.supervisord.common.Fault;
import org.supervisord.ctl.client.Aborted;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.client.SupervisorClient;
import org.supervisord.ctl.terminal.ExitStatus;

/** Has the daemon replaced by the program that is installed now. */
final class UpgradeAction {
    /** A server that does not answer on a connection may have ended it; it is asked anew. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private UpgradeAction() {}

    static void run(Session session, String argument) throws IOException, ServerFault {
        try {
            tell(session, upgrade(session.client()));
        } catch (ServerFault fault) {
            session.exitStatus(ExitStatus.GENERIC);
            if (fault.is(Fault.SHUTDOWN_STATE)) {
                session.print("ERROR: supervisor shutting down");
            } else if (fault.is(Fault.UNKNOWN_METHOD)) {
                session.print("ERROR: the supervisord that is running can't be upgraded in place");
            } else if (fault.is(Fault.FAILED)) {
                session.print(
                        "ERROR: not upgraded: " + fault.getMessage().replaceFirst("^FAILED: ", ""));
            } else {
                throw fault;
            }
        }
    }

    private static Map<?, ?> upgrade(SupervisorClient client) throws IOException, ServerFault {
        Map<?, ?> before = last(client);
        try {
            return (Map<?, ?>) client.callFully("daemon.reexec");
        } catch (Aborted e) {
            throw e;
        } catch (IOException e) {
            // an encrypted connection can't be handed over, and ends without an answer
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() - end < 0) {
                Map<?, ?> now = lastIfAnswered(client);
                if (!now.isEmpty() && !now.equals(before)) {
                    return now;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            throw e;
        }
    }

    private static Map<?, ?> last(SupervisorClient client) throws IOException, ServerFault {
        return (Map<?, ?>) client.callFully("daemon.getLastReexec");
    }

    private static Map<?, ?> lastIfAnswered(SupervisorClient client) throws ServerFault {
        try {
            return last(client);
        } catch (IOException e) {
            return Map.of();
        }
    }

    private static void tell(Session session, Map<?, ?> outcome) throws IOException {
        session.print(
                "Upgraded supervisord from "
                        + outcome.get("from")
                        + " to "
                        + outcome.get("to")
                        + ", nobody was served for "
                        + outcome.get("gap_ms")
                        + " ms");
    }
}
