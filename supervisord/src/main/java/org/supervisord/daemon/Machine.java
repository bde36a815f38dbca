package org.supervisord.daemon;

import org.supervisord.config.Accounts;
import org.supervisord.daemon.posix.Children;
import org.supervisord.daemon.posix.PosixAccounts;
import org.supervisord.daemon.posix.Spawner;

/**
 * What a run of the daemon asks the operating system for, files and clocks aside. A test hands in
 * its own.
 */
record Machine(Children children, GroupOpener.Listening sockets, Accounts accounts) {
    /** The real one. */
    static Machine posix(Spawner spawner, PosixAccounts accounts) {
        return new Machine(Children.of(spawner), GroupOpener.SYSTEM, accounts);
    }
}
