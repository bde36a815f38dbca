package org.supervisord.daemon.posix;

import com.sun.jna.Pointer;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a child finds open besides its pipes.
 *
 * @param kept the descriptors that it shares with this process, under the same numbers; 2 among
 *     them takes the place of a pipe for its stderr
 */
record ChildDescriptors(NavigableSet<Integer> kept) {
    /** Nothing. */
    static final ChildDescriptors NONE = new ChildDescriptors(Collections.emptyNavigableSet());

    private static final int STDERR = 2;
    private static final int FIRST = 3;

    /** The descriptors that this process was started with, among them its stderr. */
    static ChildDescriptors ofLaunch() {
        NavigableSet<Integer> kept = new TreeSet<>(LaunchDescriptors.all());
        kept.add(STDERR);
        return new ChildDescriptors(kept);
    }

    /** Whether its stderr is that of this process. */
    boolean sharesStderr() {
        return kept.contains(STDERR);
    }

    /** Adds what is to be done in the child: posix_spawn_file_actions(3). */
    void addTo(Pointer actions, int stdin, ChildPipes pipes) {
        LibC.posix_spawn_file_actions_adddup2(actions, stdin, 0);
        LibC.posix_spawn_file_actions_adddup2(actions, pipes.stdoutFd(), 1);
        if (!sharesStderr()) {
            LibC.posix_spawn_file_actions_adddup2(actions, pipes.stderrFd(), STDERR);
        }
        int next = FIRST;
        for (int it : kept.tailSet(FIRST)) {
            // all in between, as other threads may open something until then
            while (next < it) {
                LibC.posix_spawn_file_actions_addclose(actions, next++);
            }
            next++;
        }
        LibC.posix_spawn_file_actions_addclosefrom_np(actions, next);
    }
}
