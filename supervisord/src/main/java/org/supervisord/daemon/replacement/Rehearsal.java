package org.supervisord.daemon.replacement;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Timer;
import java.util.TimerTask;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;
import org.supervisord.daemon.posix.PosixAccounts;
import org.supervisord.daemon.posix.PosixException;
import org.supervisord.daemon.posix.Processes;
import org.supervisord.daemon.posix.SpawnRequest;
import org.supervisord.daemon.posix.SpawnedChild;
import org.supervisord.daemon.posix.Spawner;
import org.supervisord.daemon.posix.StdinSource;
import org.supervisord.daemon.upgrade.StateException;
import org.supervisord.daemon.upgrade.TrialReport;

/** A {@link Trial} while there is nothing else to do than to wait for what comes of it. */
final class Rehearsal {
    private Rehearsal() {}

    /**
     * Starts a program beside this one and asks whether it could take over.
     *
     * @param state the descriptor of the document that it is to know
     * @throws StateException when it could not
     */
    static TrialReport of(
            String file,
            List<String> words,
            Map<String, String> environment,
            String folder,
            int state)
            throws IOException, StateException {
        try (Spawner spawner = new Spawner(new PosixAccounts())) {
            SpawnedChild child =
                    spawner.spawn(
                            new SpawnRequest(
                                    file,
                                    words,
                                    environment,
                                    Trial.folder(folder),
                                    OptionalInt.empty(),
                                    Optional.empty(),
                                    new StdinSource.Descriptor(state),
                                    true));
            Timer patience = new Timer(true);
            patience.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            kill(child.pid());
                        }
                    },
                    Trial.PATIENCE.toMillis());
            String said;
            WaitStatus status;
            try {
                said = child.readStdout(Trial.MOST_SAID);
            } catch (IOException e) {
                kill(child.pid());
                throw e;
            } finally {
                child.close();
                status = Processes.await(child.pid());
                patience.cancel();
            }
            if (status.exitStatus() != 0) {
                throw new StateException(said.isBlank() ? status.toString() : said.strip());
            }
            return TrialReport.find(said);
        }
    }

    private static void kill(int pid) {
        try {
            Processes.kill(-pid, Signal.KILL);
        } catch (PosixException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The words of a running program, for a trial of it. */
    static List<String> asked(List<String> words) throws StateException {
        // the main class is what follows on the class path
        int main = words.indexOf(OwnFiles.CLASS_PATH) + 2;
        if (main < 2 || main >= words.size()) {
            throw new StateException("it is started in a way that is not known here");
        }
        List<String> asked = new ArrayList<>(words);
        asked.add(main + 1, Trial.ARGUMENT);
        return asked;
    }
}
