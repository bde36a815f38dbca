package org.supervisord.daemon.posix;

import com.sun.jna.Memory;
import java.util.Optional;
import org.supervisord.config.RunAs;

/** Who the daemon is. */
public final class Credentials {
    private Credentials() {}

    /**
     * Makes the daemon somebody else, for good: all of its threads, with that user's groups.
     *
     * @throws CredentialsException when that is not possible
     */
    public static void become(RunAs user, PosixAccounts accounts) throws CredentialsException {
        Optional<PosixAccounts.Identity> identity = accounts.identityToSwitchTo(user);
        if (identity.isEmpty()) {
            return;
        }
        int[] groups = identity.get().groups();
        try (Memory block = LibC.zeroed(4L * Math.max(1, groups.length))) {
            block.write(0, groups, 0, groups.length);
            if (LibC.setgroups(groups.length, block) != 0) {
                throw new CredentialsException("Could not set groups of effective user");
            }
        }
        if (LibC.setgid(identity.get().gid()) != 0) {
            throw new CredentialsException("Could not set group id of effective user");
        }
        if (LibC.setuid(user.uid()) != 0) {
            throw new CredentialsException("Could not set user id of effective user");
        }
    }
}
