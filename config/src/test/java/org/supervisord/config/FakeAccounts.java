package org.supervisord.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A machine with a few users and groups, the last ones with numbers that need all 32 bits. */
public final class FakeAccounts implements Accounts {
    private static final List<Account> USERS =
            List.of(
                    new Account("root", 0, 0, "/root"),
                    new Account("web", 501, 601, "/home/web"),
                    new Account("db", 502, 602, "/home/db/"),
                    new Account("far", 0x8000_0000, 602, "/home/far"),
                    new Account("largest", Integer.MAX_VALUE, 602, "/home/largest"),
                    new Account("unset", -1, 602, "/"));
    private static final Map<String, Integer> GROUPS =
            Map.of("root", 0, "www", 601, "data", 602, "far", 0xffff_fffe);

    @Override
    public Optional<Account> userByName(String name) {
        return USERS.stream().filter(user -> user.name().equals(name)).findFirst();
    }

    @Override
    public Optional<Account> userById(int uid) {
        return USERS.stream().filter(user -> user.uid() == uid).findFirst();
    }

    @Override
    public OptionalInt groupByName(String name) {
        Integer gid = GROUPS.get(name);
        return gid == null ? OptionalInt.empty() : OptionalInt.of(gid);
    }

    @Override
    public boolean hasGroup(int gid) {
        return GROUPS.containsValue(gid);
    }

    @Override
    public int currentUid() {
        return 0;
    }
}
