package org.supervisord.daemon.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.supervisord.config.Accounts;
import org.supervisord.config.RunAs;

/** The users and groups of this machine, from all the sources that nsswitch.conf names. */
public final class PosixAccounts implements Accounts {
    // struct passwd and struct group of 64-bit Linux
    private static final int NAME = 0;
    private static final int UID = 16;
    private static final int GID = 20;
    private static final int HOME = 32;
    private static final int GROUP_GID = 16;
    private static final int RECORD_SIZE = 64;

    private static final int FIRST_BUFFER = 4096;
    private static final int LARGEST_BUFFER = 1 << 22;
    private static final int MOST_GROUPS = 65_536;

    /** Who a thread or process is to become. */
    record Identity(int uid, int gid, int[] groups) {}

    /** A look-up that fills a record with the help of a buffer. */
    private interface Lookup {
        int run(Pointer record, Pointer buffer, long size, Pointer result);
    }

    @Override
    public Optional<Account> userByName(String name) {
        byte[] cName = LibC.cString(name);
        return look(
                (record, buffer, size, result) ->
                        LibC.getpwnam_r(cName, record, buffer, size, result),
                PosixAccounts::account);
    }

    @Override
    public Optional<Account> userById(int uid) {
        return look(
                (record, buffer, size, result) ->
                        LibC.getpwuid_r(uid, record, buffer, size, result),
                PosixAccounts::account);
    }

    @Override
    public OptionalInt groupByName(String name) {
        byte[] cName = LibC.cString(name);
        return look(
                        (record, buffer, size, result) ->
                                LibC.getgrnam_r(cName, record, buffer, size, result),
                        record -> record.getInt(GROUP_GID))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    @Override
    public boolean hasGroup(int gid) {
        return look(
                        (record, buffer, size, result) ->
                                LibC.getgrgid_r(gid, record, buffer, size, result),
                        record -> true)
                .isPresent();
    }

    @Override
    public int currentUid() {
        return LibC.getuid();
    }

    /**
     * Who to become for a user.
     *
     * @return empty when the process is that user already
     * @throws CredentialsException when that is not possible
     */
    Optional<Identity> identityToSwitchTo(RunAs user) throws CredentialsException {
        int uid = user.uid();
        Account account =
                userById(uid)
                        .orElseThrow(
                                () ->
                                        new CredentialsException(
                                                "Can't find uid " + Integer.toUnsignedString(uid)));
        int current = currentUid();
        int currentGid = LibC.getgid();
        if (current == uid && user.gid().orElse(currentGid) == currentGid) {
            return Optional.empty();
        }
        if (current != 0) {
            throw new CredentialsException("Can't drop privilege as nonroot user");
        }
        return Optional.of(
                new Identity(uid, user.gid().orElse(account.gid()), groupNumbers(account)));
    }

    @Override
    public List<Integer> groupsOf(Account account) {
        return IntStream.of(groupNumbers(account)).boxed().toList();
    }

    private static int[] groupNumbers(Account account) {
        int[] count = {64};
        byte[] user = LibC.cString(account.name());
        while (count[0] <= MOST_GROUPS) {
            int room = count[0];
            try (Memory groups = LibC.zeroed(4L * room)) {
                if (LibC.getgrouplist(user, account.gid(), groups, count) >= 0) {
                    return groups.getIntArray(0, count[0]);
                }
            }
            // it tells how many there are, or, in old versions, nothing new
            count[0] = Math.max(count[0], room * 2);
        }
        return new int[] {account.gid()};
    }

    private static Account account(Pointer record) {
        return new Account(
                record.getPointer(NAME).getString(0, "UTF-8"),
                record.getInt(UID),
                record.getInt(GID),
                record.getPointer(HOME).getString(0, "UTF-8"));
    }

    private static <T> Optional<T> look(Lookup lookup, Function<Pointer, T> reader) {
        for (int size = FIRST_BUFFER; size <= LARGEST_BUFFER; size *= 4) {
            try (Memory record = LibC.zeroed(RECORD_SIZE);
                    Memory buffer = LibC.zeroed(size);
                    Memory result = LibC.zeroed(Native.POINTER_SIZE)) {
                int errno = lookup.run(record, buffer, size, result);
                if (errno != Errno.ERANGE) {
                    return result.getPointer(0) == null
                            ? Optional.empty()
                            : Optional.of(reader.apply(record));
                }
            }
        }
        return Optional.empty();
    }
}
