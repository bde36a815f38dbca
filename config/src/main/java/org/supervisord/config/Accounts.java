package org.supervisord.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The users and groups of the machine, as far as a configuration names them. */
public interface Accounts {
    /** The user of this name. */
    Optional<Account> userByName(String name);

    /** The user with this number. */
    Optional<Account> userById(int uid);

    /** The number of the group of this name. */
    OptionalInt groupByName(String name);

    /** Whether a group has this number. */
    boolean hasGroup(int gid);

    /** The numbers of all groups that a user is in. */
    default List<Integer> groupsOf(Account account) {
        return List.of(account.gid());
    }

    /** The user that the daemon runs as. */
    int currentUid();

    /** A user: name, number, primary group and home folder. Source: passwd(5). */
    record Account(String name, int uid, int gid, String home) {}
}
