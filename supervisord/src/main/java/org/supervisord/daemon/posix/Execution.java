package org.supervisord.daemon.posix;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts another program in the place of this one. The process stays, with its children, its limits,
 * its umask and those descriptors that are to stay; nothing else does. Source: execve(2).
 */
public final class Execution {
    /** What the launcher reserves for {@link SignalInbox}. */
    private static final int RESERVED = 3;

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
    public record Program(List<String> words, List<String> environment, String folder) {
        /**
         * The same, for execution in the place of another one: Java leaves signals alone then, so
         * that those that wait go on waiting. It would listen for its tools in exchange, which
         * takes a thread and a file, unless it is told not to.
         */
        public Program next() {
            if (isNext()) {
                return this;
            }
            List<String> all = new ArrayList<>(words);
            all.addAll(1, List.of("-Xrs", BlockedSignals.OPTION));
            if (!words.contains("-XX:+StartAttachListener")) {
                all.add(1, "-XX:+DisableAttachMechanism");
            }
            return new Program(all, environment, folder);
        }

        /** Whether it is made for that; older versions are not. */
        boolean isNext() {
            return words.contains(BlockedSignals.OPTION);
        }
    }

    /**
     * Becomes another program; returns only when that fails, with all as it was once the signals
     * are let go.
     *
     * @param held the signals that wait for it
     * @param descriptors what it finds open, above 3, besides those that the operator started the
     *     daemon with
     * @throws PosixException why it failed
     */
    public static void replace(HeldSignals held, Program program, Set<Integer> descriptors)
            throws PosixException {
        Set<Integer> staying = new TreeSet<>(descriptors);
        staying.addAll(LaunchDescriptors.all());
        Pointer words = LibC.strings(LaunchDescriptors.told(program.words()));
        Pointer environment = LibC.strings(program.environment());
        byte[] file = LibC.cString(program.words().get(0));
        byte[] folder = LibC.cString(program.folder());
        byte[] folderBefore = LibC.cString(Daemonizer.currentFolder());
        int nothing = LibC.open(LibC.cString("/dev/null"), 0);
        int reserved = LibC.fcntl(RESERVED, F_DUPFD_CLOEXEC, RESERVED + 1);
        if (!Daemonizer.isIn(program.folder()) && LibC.chdir(folder) != 0) {
            int errno = Native.getLastError();
            LibC.close(nothing);
            LibC.close(reserved);
            throw new PosixException("chdir to " + program.folder(), errno);
        }
        closeOnExec();
        staying.forEach(fd -> LibC.fcntl(fd, F_SETFD, 0));
        LibC.dup2(nothing, RESERVED);
        held.keep(program.isNext());
        LibC.execve(file, words, environment);
        int errno = Native.getLastError();

        LibC.dup2(reserved, RESERVED);
        LibC.fcntl(RESERVED, F_SETFD, FD_CLOEXEC);
        staying.forEach(fd -> LibC.fcntl(fd, F_SETFD, FD_CLOEXEC));
        LibC.chdir(folderBefore);
        LibC.close(nothing);
        LibC.close(reserved);
        throw new PosixException("execve " + program.words().get(0), errno);
    }

    /** What is open here and would be open in another program as well, and a little more. */
    public static Set<Integer> inheritedDescriptors() throws IOException {
        Set<Integer> all = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path entry : entries) {
                int fd = Integer.parseInt(entry.getFileName().toString());
                if (fd > RESERVED && (LibC.fcntl(fd, F_GETFD, 0) & FD_CLOEXEC) == 0) {
                    all.add(fd);
                }
            }
        }
        return all;
    }

    /** Nothing that the JDK has opened is to be open in the next program. */
    private static void closeOnExec() {
        if (LibC.syscall(CLOSE_RANGE, RESERVED, 0xffff_ffffL, CLOSE_RANGE_CLOEXEC) != -1) {
            return;
        }
        // a kernel before 5.11
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path fd : all) {
                int number = Integer.parseInt(fd.getFileName().toString());
                if (number >= RESERVED) {
                    LibC.fcntl(number, F_SETFD, FD_CLOEXEC);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("can't list /proc/self/fd", e);
        }
    }

    /**
     * How this program was started: its words, its environment, and where. Not which descriptors
     * the operator has left open, as that is true of this process only.
     */
    public static Program current() throws IOException {
        return new Program(
                LaunchDescriptors.untold(list("cmdline")),
                list("environ"),
                System.getProperty("user.dir"));
    }

    private static List<String> list(String file) throws IOException {
        return SystemText.list(Path.of("/proc/self/" + file));
    }
}
