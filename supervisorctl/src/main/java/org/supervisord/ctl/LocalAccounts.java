package org.supervisord.ctl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisord.config.Accounts;

/**
 * The accounts that the client asks for: homes of others, of which the machine's own file tells,
 * and its user's, which the environment tells.
 */
final class LocalAccounts implements Accounts {
    private static final int NOBODY = -1;
    private static final int HOME = 5;

    private final Path file;

    /**
     * Those of a file.
     *
     * @param file as of passwd(5); it is read when somebody is asked for
     */
    LocalAccounts(Path file) {
        this.file = file;
    }

    @Override
    public Optional<Account> userByName(String name) {
        try {
            for (String line :
                    new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
                String[] fields = line.split(":");
                if (fields.length > HOME && fields[0].equals(name)) {
                    return Optional.of(new Account(name, NOBODY, NOBODY, fields[HOME]));
                }
            }
        } catch (IOException e) {
            // nobody is known then
        }
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
