package org.supervisord.daemon.sim;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Which system calls fail at the moment, and how. Seeds decide; nothing else does. */
public final class Weather {
    static final int EPERM = 1;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ENOSPC = 28;
    static final int EROFS = 30;

    /** System calls, as far as they matter. */
    public enum Call {
        PIPE,
        FCNTL,
        SPAWN,
        EXEC,
        KILL,
        WAIT,
        READ_PIPE,
        WRITE_PIPE,
        OPEN,
        WRITE_FILE,
        STAT,
        RENAME,
        UNLINK,
        CLOSE,
        LISTEN,
        POLL
    }

    /** What is wrong with the machine. */
    public enum Sky {
        CALM,
        DISK_FULL,
        READ_ONLY,
        BAD_DISK,
        NO_DESCRIPTORS,
        NO_MEMORY,
        NO_PROCESSES,
        NO_RIGHTS,
        INTERRUPTED
    }

    private static final Map<Sky, Map<Call, List<Integer>>> FAILURES = new EnumMap<>(Sky.class);

    static {
        put(Sky.CALM, Map.of());
        put(
                Sky.DISK_FULL,
                Map.of(
                        Call.OPEN, List.of(ENOSPC),
                        Call.WRITE_FILE, List.of(ENOSPC),
                        Call.RENAME, List.of(ENOSPC)));
        put(
                Sky.READ_ONLY,
                Map.of(
                        Call.OPEN, List.of(EROFS),
                        Call.WRITE_FILE, List.of(EROFS, EIO),
                        Call.RENAME, List.of(EROFS),
                        Call.UNLINK, List.of(EROFS)));
        put(
                Sky.BAD_DISK,
                Map.of(
                        Call.OPEN, List.of(EIO),
                        Call.WRITE_FILE, List.of(EIO),
                        Call.STAT, List.of(EIO),
                        Call.RENAME, List.of(EIO),
                        Call.UNLINK, List.of(EIO),
                        Call.CLOSE, List.of(EIO)));
        put(
                Sky.NO_DESCRIPTORS,
                Map.of(
                        Call.PIPE, List.of(EMFILE, ENFILE),
                        Call.SPAWN, List.of(EMFILE),
                        Call.LISTEN, List.of(EMFILE),
                        Call.OPEN, List.of(EMFILE, ENFILE)));
        put(
                Sky.NO_MEMORY,
                Map.of(
                        Call.PIPE, List.of(ENOMEM),
                        Call.FCNTL, List.of(ENOMEM),
                        Call.SPAWN, List.of(ENOMEM),
                        Call.OPEN, List.of(ENOMEM),
                        Call.WRITE_FILE, List.of(ENOMEM),
                        Call.RENAME, List.of(ENOMEM),
                        Call.READ_PIPE, List.of(ENOMEM)));
        put(
                Sky.NO_PROCESSES,
                Map.of(
                        Call.SPAWN, List.of(EAGAIN),
                        Call.EXEC, List.of(EACCES, EIO, EPERM)));
        put(
                Sky.NO_RIGHTS,
                Map.of(
                        Call.KILL, List.of(EPERM, ESRCH),
                        Call.OPEN, List.of(EACCES, EPERM),
                        Call.RENAME, List.of(EACCES, EPERM),
                        Call.UNLINK, List.of(EACCES, EPERM),
                        Call.EXEC, List.of(EPERM)));
        put(
                Sky.INTERRUPTED,
                Map.of(
                        Call.WAIT, List.of(EINTR),
                        Call.POLL, List.of(EINTR),
                        Call.READ_PIPE, List.of(EAGAIN),
                        Call.WRITE_PIPE, List.of(EAGAIN)));
    }

    private final Random random;
    private Sky sky = Sky.CALM;
    private int percent;
    private long failures;

    /** Weather that is calm until it changes. */
    public Weather(Random random) {
        this.random = random;
    }

    private static void put(Sky sky, Map<Call, List<Integer>> failures) {
        FAILURES.put(sky, failures);
    }

    /** From now on something else is wrong, or nothing. */
    public Sky change() {
        if (random.nextInt(3) == 0) {
            calm();
        } else {
            sky = Sky.values()[random.nextInt(Sky.values().length)];
            // what is interrupted every time never ends, here and on a real machine
            boolean always = sky != Sky.INTERRUPTED && random.nextInt(4) == 0;
            percent = always ? 100 : 10 + random.nextInt(60);
        }
        return sky;
    }

    /** From now on this is wrong, and always. */
    public void become(Sky now) {
        sky = now;
        percent = 100;
    }

    /** From now on everything works. */
    public void calm() {
        sky = Sky.CALM;
    }

    public Sky sky() {
        return sky;
    }

    /** How many calls have failed so far. */
    public long failures() {
        return failures;
    }

    /** The number of the error that a call fails with; 0 when it works. */
    public int errno(Call call) {
        List<Integer> errors = FAILURES.get(sky).get(call);
        if (errors == null || random.nextInt(100) >= percent) {
            return 0;
        }
        failures++;
        return errors.get(random.nextInt(errors.size()));
    }

    /** How much of something comes at once. */
    int part(int all) {
        return random.nextInt(4) == 0 ? 1 + random.nextInt(all) : all;
    }

    /** Whether a call fails. */
    boolean fails(Call call) {
        return errno(call) != 0;
    }
}
