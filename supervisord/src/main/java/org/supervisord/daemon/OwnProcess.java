package org.supervisord.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.supervisord.common.PythonRepr;
import org.supervisord.config.DaemonSettings;
import org.supervisord.config.RunAs;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.posix.Credentials;
import org.supervisord.daemon.posix.CredentialsException;
import org.supervisord.daemon.posix.Daemonizer;
import org.supervisord.daemon.posix.FileError;
import org.supervisord.daemon.posix.PosixAccounts;
import org.supervisord.daemon.posix.PosixException;
import org.supervisord.daemon.posix.Processes;
import org.supervisord.daemon.posix.Rlimits;

/**
 * Makes of this process what the configuration wants it to be: its user, its limits, its folder and
 * its umask. What there is to say of the first two is kept until there is a log to say it in.
 */
final class OwnProcess {
    private final PosixAccounts accounts;
    private final List<String> criticals = new ArrayList<>();
    private final List<String> infos = new ArrayList<>();

    OwnProcess(PosixAccounts accounts) {
        this.accounts = accounts;
    }

    /** What an operator should change. */
    List<String> criticals() {
        return criticals;
    }

    /** What was done. */
    List<String> infos() {
        return infos;
    }

    /**
     * Becomes the user of the configuration.
     *
     * @throws StartupException when this process may not become that user
     */
    void becomeUser(Optional<RunAs> user) throws StartupException {
        if (user.isPresent()) {
            try {
                Credentials.become(user.get(), accounts);
                String uid = Integer.toUnsignedString(user.get().uid());
                infos.add("Set uid to user " + uid + " succeeded");
            } catch (CredentialsException e) {
                throw new StartupException(e.getMessage());
            }
        } else if (accounts.currentUid() == 0) {
            criticals.add(
                    "Supervisor is running as root.  Privileges were not dropped because no user is"
                            + " specified in the config file.  If you intend to run as root, you can"
                            + " set user=root in the config file to avoid this message.");
        }
    }

    /**
     * Raises the limits of descriptors and processes to what the configuration asks for.
     *
     * @throws StartupException when this process may not have that many
     */
    void raiseLimits(DaemonSettings settings) throws StartupException {
        try {
            raise(Rlimits.Resource.NOFILE, settings.minfds());
        } catch (Rlimits.TooLow e) {
            throw new StartupException(
                    "The minimum number of file descriptors required to run this process is "
                            + settings.minfds()
                            + " as per the \"minfds\" command-line argument or config file setting."
                            + " The current environment will only allow you to open "
                            + e.hard()
                            + " file descriptors.  Either raise the number of usable file"
                            + " descriptors in your environment (see README.rst) or lower the minfds"
                            + " setting in the config file to allow the process to start.");
        }
        try {
            raise(Rlimits.Resource.NPROC, settings.minprocs());
        } catch (Rlimits.TooLow e) {
            throw new StartupException(
                    "The minimum number of available processes required to run this program is "
                            + settings.minprocs()
                            + " as per the \"minprocs\" command-line argument or config file"
                            + " setting. The current environment will only allow you to open "
                            + e.hard()
                            + " processes.  Either raise the number of usable processes in your"
                            + " environment (see README.rst) or lower the minprocs setting in the"
                            + " config file to allow the program to start.");
        }
    }

    private void raise(Rlimits.Resource limit, int least) throws Rlimits.TooLow {
        Optional<String> raised = Rlimits.raise(limit, least);
        if (raised.isPresent()) {
            infos.add(raised.get());
        }
    }

    /** Takes the folder and the umask that a daemon in the background has. */
    static void moveToBackground(DaemonSettings settings, ActivityLog log) {
        log.info("daemonizing the supervisord process");
        if (settings.directory().isPresent()) {
            String folder = settings.directory().get();
            try {
                Daemonizer.changeFolder(folder);
                log.info("set current directory: " + PythonRepr.of(folder));
            } catch (PosixException e) {
                log.critical(
                        "can't chdir into " + PythonRepr.of(folder) + ": " + FileError.text(e));
            }
        }
        Processes.umask(settings.umask());
    }
}
