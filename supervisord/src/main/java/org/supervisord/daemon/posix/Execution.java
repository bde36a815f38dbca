package org.supervisord.daemon.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.supervisord.common.Signal;

/**
 * Puts another program in the place of this one. The process stays, with its children, its limits,
 * its umask and those descriptors that are to stay; nothing else does. Source: execve(2).
 */
public final class Execution {
    /** What would end the daemon while nobody catches it. */
    private static final List<Signal> HELD_BACK =
            List.of(Signal.TERM, Signal.HUP, Signal.INT, Signal.QUIT, Signal.USR2);

    /** What a JVM begins to take before it is asked to, unless it finds it ignored. */
    private static final List<Signal> TAKEN_EARLY =
            List.of(Signal.TERM, Signal.HUP, Signal.INT, Signal.QUIT);

    /** What the launcher reserves for {@link SignalInbox}. */
    private static final int RESERVED = 3;

    private static final int SIG_BLOCK = 0;
    private static final int SIG_UNBLOCK = 1;
    private static final int SIG_SETMASK = 2;
    private static final int SIGNAL_SET_SIZE = 128;
    private static final long SIG_IGN = 1;
    private static final int F_GETFD = 1;
    private static final int F_SETFD = 2;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FD_CLOEXEC = 1;
    private static final int CLOSE_RANGE = 436;
    private static final int CLOSE_RANGE_CLOEXEC = 4;

    private Execution() {}

    /**
     * A program.
     *
     * @param words its file and its arguments, as they stand in /proc/self/cmdline
     * @param environment its variables, each with its name and an equals sign before the value
     * @param folder where it is started
     */
    public record Program(List<String> words, List<String> environment, String folder) {}

    /**
     * Becomes another program; returns only when that fails, with all as it was.
     *
     * <p>Signals that come meanwhile wait until {@link #releaseSignals}: a blocked signal is kept
     * even where it is ignored, and a JVM leaves those alone that it finds ignored.
     *
     * @param descriptors what it finds open, above 3
     * @throws PosixException why it failed
     */
    public static void replace(Program program, Set<Integer> descriptors) throws PosixException {
        // all that takes time first: from the moment signals wait, there is nothing but calls
        Pointer words = LibC.strings(program.words());
        Pointer environment = LibC.strings(program.environment());
        byte[] file = LibC.cString(program.words().get(0));
        byte[] folder = LibC.cString(program.folder());
        byte[] folderBefore = LibC.cString(Daemonizer.currentFolder());
        Memory signals = set(HELD_BACK);
        int nothing = LibC.open(LibC.cString("/dev/null"), 0);
        int reserved = LibC.fcntl(RESERVED, F_DUPFD_CLOEXEC, new NativeLong(RESERVED + 1));
        if (LibC.chdir(folder) != 0) {
            int errno = Native.getLastError();
            LibC.close(nothing);
            LibC.close(reserved);
            throw new PosixException("chdir to " + program.folder(), errno);
        }
        closeOnExec();
        descriptors.forEach(fd -> LibC.fcntl(fd, F_SETFD, new NativeLong(0)));
        Memory mask = LibC.zeroed(SIGNAL_SET_SIZE);
        LibC.pthread_sigmask(SIG_BLOCK, signals, mask);
        Map<Signal, Memory> before = ignore();
        // what this program has been told and will not come to is the next one's to deal with
        SignalInbox.waiting().forEach(signal -> LibC.raise(signal.number()));
        LibC.dup2(nothing, RESERVED);
        LibC.execve(file, words, environment);
        int errno = Native.getLastError();

        LibC.dup2(reserved, RESERVED);
        before.forEach((signal, action) -> LibC.sigaction(signal.number(), action, Pointer.NULL));
        LibC.pthread_sigmask(SIG_SETMASK, mask, Pointer.NULL);
        descriptors.forEach(fd -> LibC.fcntl(fd, F_SETFD, new NativeLong(FD_CLOEXEC)));
        LibC.chdir(folderBefore);
        LibC.close(nothing);
        LibC.close(reserved);
        throw new PosixException("execve " + program.words().get(0), errno);
    }

    private static Map<Signal, Memory> ignore() {
        Map<Signal, Memory> before = new LinkedHashMap<>();
        Memory ignored = LibC.zeroed(SignalInbox.SIGACTION_SIZE);
        ignored.setLong(0, SIG_IGN);
        for (Signal signal : TAKEN_EARLY) {
            Memory old = LibC.zeroed(SignalInbox.SIGACTION_SIZE);
            LibC.sigaction(signal.number(), ignored, old);
            before.put(signal, old);
        }
        return before;
    }

    /** What is open here and would be open in another program as well, and a little more. */
    public static Set<Integer> inheritedDescriptors() throws IOException {
        Set<Integer> all = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path entry : entries) {
                int fd = Integer.parseInt(entry.getFileName().toString());
                if (fd > RESERVED
                        && (LibC.fcntl(fd, F_GETFD, new NativeLong(0)) & FD_CLOEXEC) == 0) {
                    all.add(fd);
                }
            }
        }
        return all;
    }

    /** Nothing that the JDK has opened is to be open in the next program. */
    private static void closeOnExec() {
        NativeLong failed = new NativeLong(-1);
        if (!LibC.syscall(
                        new NativeLong(CLOSE_RANGE),
                        new NativeLong(RESERVED),
                        new NativeLong(0xffff_ffffL),
                        new NativeLong(CLOSE_RANGE_CLOEXEC))
                .equals(failed)) {
            return;
        }
        // a kernel before 5.11
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path fd : all) {
                int number = Integer.parseInt(fd.getFileName().toString());
                if (number >= RESERVED) {
                    LibC.fcntl(number, F_SETFD, new NativeLong(FD_CLOEXEC));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("can't list /proc/self/fd", e);
        }
    }

    /** Lets the signals through that were held back for the program that has replaced another. */
    public static void releaseSignals() {
        LibC.pthread_sigmask(SIG_UNBLOCK, set(HELD_BACK), Pointer.NULL);
    }

    private static Memory set(List<Signal> signals) {
        Memory set = LibC.zeroed(SIGNAL_SET_SIZE);
        for (Signal signal : signals) {
            int bit = signal.number() - 1;
            set.setByte(bit / 8, (byte) (set.getByte(bit / 8) | 1 << bit % 8));
        }
        return set;
    }

    /** How this program was started: its words, its environment, and where. */
    public static Program current() throws IOException {
        return new Program(list("cmdline"), list("environ"), System.getProperty("user.dir"));
    }

    private static List<String> list(String file) throws IOException {
        return SystemText.list(Path.of("/proc/self/" + file));
    }
}
