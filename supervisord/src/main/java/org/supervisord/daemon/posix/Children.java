package org.supervisord.daemon.posix;

import java.util.function.BiConsumer;
import org.supervisord.common.Signal;
import org.supervisord.common.WaitStatus;

/**
 * What the system does for the daemon with its children. To be used by one thread; a test hands in
 * its own.
 */
public interface Children {
    /**
     * Starts a program.
     *
     * @throws PosixException when there are no pipes or no child; nothing is left open then
     */
    SpawnedChild spawn(SpawnRequest request) throws PosixException;

    /**
     * Begins to start a program, while others are started; otherwise as {@link #spawn}.
     *
     * @throws PosixException when it is known already that there will be no child
     */
    default SpawnedChild.Birth begin(SpawnRequest request) throws PosixException {
        return () -> spawn(request);
    }

    /**
     * Sends a signal.
     *
     * @param target a pid, or the negative of a process group
     * @return false when there is no such process
     * @throws PosixException when the system refuses
     */
    boolean kill(int target, Signal signal) throws PosixException;

    /**
     * Collects every child that has ended by now; never waits.
     *
     * @param ended told each one's process id and how it ended
     */
    void reap(BiConsumer<Integer, WaitStatus> ended);

    /**
     * Those of the real system.
     *
     * @param started run after each start
     */
    static Children of(Spawner spawner, Runnable started) {
        Reaper reaper = new Reaper();
        return new Children() {
            @Override
            public SpawnedChild spawn(SpawnRequest request) throws PosixException {
                SpawnedChild child = spawner.spawn(request);
                started.run();
                return child;
            }

            @Override
            public SpawnedChild.Birth begin(SpawnRequest request) throws PosixException {
                SpawnedChild.Birth birth = spawner.begin(request);
                started.run();
                return birth;
            }

            @Override
            public boolean kill(int target, Signal signal) throws PosixException {
                return Processes.kill(target, signal);
            }

            @Override
            public void reap(BiConsumer<Integer, WaitStatus> ended) {
                reaper.reap(ended);
            }
        };
    }
}
