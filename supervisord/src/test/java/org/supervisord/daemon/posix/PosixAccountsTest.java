package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.supervisord.config.Accounts.Account;
import org.supervisord.config.RunAs;

class PosixAccountsTest {
    private static final int NOBODY_AT_ALL = 1_987_654_321;

    private final PosixAccounts accounts = new PosixAccounts();

    @Test
    void everyUserOfTheMachineIsFoundByNameAndNumber() throws IOException {
        List<String[]> users = lines("/etc/passwd");
        assertFalse(users.isEmpty());
        for (String[] user : users) {
            Account account = accounts.userByName(user[0]).orElseThrow();
            assertEquals(
                    new Account(
                            user[0], Integer.parseInt(user[2]), Integer.parseInt(user[3]), user[5]),
                    account);
            assertEquals(account.uid(), accounts.userById(account.uid()).orElseThrow().uid());
        }
    }

    @Test
    void everyGroupOfTheMachineIsFoundByNameAndNumber() throws IOException {
        List<String[]> groups = lines("/etc/group");
        assertFalse(groups.isEmpty());
        for (String[] group : groups) {
            int gid = Integer.parseInt(group[2]);
            assertEquals(OptionalInt.of(gid), accounts.groupByName(group[0]));
            assertTrue(accounts.hasGroup(gid), group[0]);
        }
    }

    @Test
    void whoIsNotThereIsNotFound() {
        assertEquals(Optional.empty(), accounts.userByName("no such user"));
        assertEquals(Optional.empty(), accounts.userByName(""));
        assertEquals(Optional.empty(), accounts.userById(NOBODY_AT_ALL));
        assertEquals(OptionalInt.empty(), accounts.groupByName("no such group"));
        assertFalse(accounts.hasGroup(NOBODY_AT_ALL));
    }

    @Test
    void rootIsRoot() {
        Account root = accounts.userByName("root").orElseThrow();
        assertEquals(0, root.uid());
        assertEquals(0, root.gid());
        assertEquals(Optional.of(root), accounts.userById(0));
    }

    @Test
    void theCurrentUserIsTheOneThatTheKernelKnows() throws IOException {
        assertEquals(currentUid(), accounts.currentUid());
    }

    @Test
    void nobodySwitchesToWhoTheyAreAlready() throws Exception {
        assumeTrue(accounts.userById(accounts.currentUid()).isPresent());
        assertEquals(Optional.empty(), accounts.identityToSwitchTo(user(accounts.currentUid())));
    }

    @Test
    void nobodySwitchesToWhoIsNotThere() {
        CredentialsException e =
                assertThrows(
                        CredentialsException.class,
                        () -> accounts.identityToSwitchTo(user(NOBODY_AT_ALL)));
        assertEquals("Can't find uid " + NOBODY_AT_ALL, e.getMessage());
    }

    @Test
    void onlyRootSwitches() throws IOException {
        assumeTrue(currentUid() != 0);
        CredentialsException e =
                assertThrows(
                        CredentialsException.class, () -> accounts.identityToSwitchTo(user(0)));
        assertEquals("Can't drop privilege as nonroot user", e.getMessage());
    }

    @Test
    void aUserComesWithAllTheirGroups() throws Exception {
        assumeTrue(accounts.currentUid() == 0);
        for (String[] user : lines("/etc/passwd")) {
            int uid = Integer.parseInt(user[2]);
            int gid = Integer.parseInt(user[3]);
            if (uid == 0) {
                continue;
            }
            int[] expected =
                    lines("/etc/group").stream()
                            .filter(group -> group.length > 3)
                            .filter(group -> List.of(group[3].split(",")).contains(user[0]))
                            .mapToInt(group -> Integer.parseInt(group[2]))
                            .filter(other -> other != gid)
                            .sorted()
                            .toArray();
            PosixAccounts.Identity identity = accounts.identityToSwitchTo(user(uid)).orElseThrow();
            assertEquals(uid, identity.uid());
            assertEquals(gid, identity.gid());
            assertEquals(gid, identity.groups()[0]);
            int[] others = Arrays.copyOfRange(identity.groups(), 1, identity.groups().length);
            Arrays.sort(others);
            assertArrayEquals(expected, others, user[0]);
        }
    }

    private static int currentUid() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Uid:"))
                .mapToInt(line -> Integer.parseInt(line.split("\t")[1]))
                .findFirst()
                .orElseThrow();
    }

    /** The records of a file, each in its fields; only those that name somebody. */
    private static List<String[]> lines(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.matches("[^:+#-][^:]*:.*"))
                .map(line -> line.split(":"))
                .toList();
    }

    private static RunAs user(int uid) {
        return new RunAs(uid, OptionalInt.empty());
    }
}
