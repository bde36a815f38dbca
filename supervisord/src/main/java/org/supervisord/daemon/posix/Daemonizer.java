package org.supervisord.daemon.posix;

import com.sun.jna.Native;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Puts the daemon into the background. A JVM can't fork, so it starts itself a second time, in a
 * session of its own, and stays until the second one works or has told why it does not.
 */
public final class Daemonizer {
    private static final String MARK = "supervisord.background";
    private static final String READY = "ready\n";

    /** What the kernel adds to the name of a folder that has none any more. */
    private static final String DELETED = " (deleted)";

    private static final int FAILED = 1;
    private static final int O_RDWR = 2;

    private Daemonizer() {}

    /** Whether this is the second one. */
    public static boolean isBackground() {
        return Boolean.getBoolean(MARK);
    }

    /**
     * Starts the second one and waits until it works. What that says on stderr until then goes
     * where it goes here, and it keeps the descriptors that this one was started with.
     *
     * @param input what it finds on stdin
     * @return the exit status for the first one: 0 when the second one works
     * @throws IOException when it can't be started
     */
    public static int runInBackground(Spawner spawner, byte[] input) throws IOException {
        List<String> words =
                new ArrayList<>(
                        LaunchDescriptors.told(SystemText.list(Path.of("/proc/self/cmdline"))));
        words.add(1, "-D" + MARK + "=true");
        words.addAll(
                0,
                // descriptor 3 is what the launcher reserves
                List.of("sh", "-c", "exec \"$@\" 3</dev/null", "sh"));
        int stdin = MemoryFile.write("supervisord-background", input);
        SpawnedChild second =
                spawner.spawnSession(
                        new SpawnRequest(
                                "/bin/sh",
                                words,
                                rawEnvironment(),
                                Optional.empty(),
                                OptionalInt.empty(),
                                Optional.empty(),
                                new StdinSource.Descriptor(stdin),
                                false));
        MemoryFile.close(stdin);
        String said = SpawnedChild.read(second.stdout(), Optional.of(READY), Integer.MAX_VALUE);
        if (said.endsWith(READY)) {
            second.close();
            return 0;
        }
        System.out.print(said);
        int code = Processes.await(second.pid()).exitStatus();
        return code <= 0 ? FAILED : code;
    }

    private static Map<String, String> rawEnvironment() {
        Map<String, String> environment = LaunchEnvironment.raw();
        // the watchdog of a service manager is the second one's from now on. Source:
        // sd_watchdog_enabled(3)
        environment.remove("WATCHDOG_PID", Long.toString(ProcessHandle.current().pid()));
        return environment;
    }

    /**
     * The second one tells the first one that it works, and lets go of its terminal.
     *
     * @throws IOException when that has been ended meanwhile: whoever did it wants no daemon
     */
    public static void reportReady() throws IOException {
        System.out.flush();
        // System.out would say nothing of a pipe that nobody reads
        new FileOutputStream(FileDescriptor.out).write(READY.getBytes(StandardCharsets.US_ASCII));
        int nothing = LibC.open(LibC.cString("/dev/null"), O_RDWR);
        for (int standard = 0; standard <= 2; standard++) {
            LibC.dup2(nothing, standard);
        }
        LibC.close(nothing);
    }

    /**
     * Where the daemon is. When that was removed, what has its name now, and the root when nothing
     * has: Java does not start in a folder without a name.
     */
    public static String currentFolder() {
        String folder = named();
        if (!folder.endsWith(DELETED) || Files.isDirectory(Path.of(folder))) {
            return folder;
        }
        String former = folder.substring(0, folder.length() - DELETED.length());
        return Files.isDirectory(Path.of(former)) ? former : "/";
    }

    /** Where the daemon is, as the kernel names it. */
    private static String named() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/cwd")).toString();
        } catch (IOException e) {
            return "/";
        }
    }

    /** Whether the daemon is there. It may not be allowed to go there again. */
    public static boolean isIn(String folder) {
        return named().equals(folder);
    }

    /**
     * Goes to a folder.
     *
     * @throws PosixException when it can't be entered
     */
    public static void changeFolder(String folder) throws PosixException {
        if (!isIn(folder) && LibC.chdir(LibC.cString(folder)) != 0) {
            throw new PosixException("chdir", Native.getLastError());
        }
    }
}
