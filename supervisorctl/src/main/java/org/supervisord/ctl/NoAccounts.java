package org.supervisord.ctl;

import java.util.Optional;
import java.util.OptionalInt;
import org.supervisord.config.Accounts;

/** The client asks for nobody's account but its user's home folder, which the environment tells. */
final class NoAccounts implements Accounts {
    private static final int NOBODY = -1;

    @Override
    public Optional<Account> userByName(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Account> userById(int uid) {
        return Optional.of(
                new Account(
                        System.getProperty("user.name"),
                        NOBODY,
                        NOBODY,
                        System.getProperty("user.home")));
    }

    @Override
    public OptionalInt groupByName(String name) {
        return OptionalInt.empty();
    }

    @Override
    public boolean hasGroup(int gid) {
        return false;
    }

    @Override
    public int currentUid() {
        return NOBODY;
    }
}
