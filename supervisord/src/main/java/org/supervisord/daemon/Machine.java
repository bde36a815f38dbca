package org.supervisord.daemon;

import org.supervisord.config.Accounts;
import org.supervisord.daemon.children.GroupOpener;
import org.supervisord.daemon.posix.Children;
import org.supervisord.daemon.posix.PosixAccounts;
import org.supervisord.daemon.posix.Spawner;

/**
 * What a run of the daemon asks the operating system for, files and clocks aside. A test hands in
 * its own.
 */
record Machine(Children children, GroupOpener.Listening sockets, Accounts accounts) {
    /**
     * The real one.
     *
     * @param started run after each start of a program
     */
    static Machine posix(Spawner spawner, Runnable started, PosixAccounts accounts) {
        return new Machine(Children.of(spawner, started), GroupOpener.SYSTEM, accounts);
    }
}
