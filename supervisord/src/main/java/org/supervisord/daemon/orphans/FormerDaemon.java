package org.supervisord.daemon.orphans;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.supervisord.common.PythonRepr;
import org.supervisord.config.Configuration;
import org.supervisord.config.OrphanPolicy;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.posix.ProcessTable;

/** What a daemon before this one has left, if there was one that has not ended in order. */
public final class FormerDaemon {
    private final ProcessTable table = new ProcessTable();
    private final EventLoop loop;
    private final ActivityLog log;
    private final List<Orphans.Orphan> toBeEnded;

    private FormerDaemon(
            Configuration configuration, int pid, int ownUid, EventLoop loop, ActivityLog log) {
        this.loop = loop;
        this.log = log;
        this.toBeEnded = toBeEnded(configuration, pid, ownUid);
    }

    /**
     * Looks for its pid file and its programs, and tells the log of them; to be called before this
     * daemon's pid file is written.
     *
     * @param pid this daemon's
     * @param ownUid whom programs without a {@code user=} run as
     */
    public static FormerDaemon find(
            Configuration configuration, int pid, int ownUid, EventLoop loop, ActivityLog log) {
        return new FormerDaemon(configuration, pid, ownUid, loop, log);
    }

    private List<Orphans.Orphan> toBeEnded(Configuration configuration, int pid, int ownUid) {
        boolean kill = configuration.daemon().orphans() == OrphanPolicy.KILL;
        Path pidFile = configuration.daemon().pidfile();
        Optional<String> left = PidFiles.left(pidFile, pid);
        left.ifPresent(
                it ->
                        log.warn(
                                "pid file "
                                        + pidFile
                                        + " was left by a supervisord that has not ended in order"
                                        + " (pid "
                                        + (it.matches("\\d+") ? it : PythonRepr.of(it))
                                        + ")"));
        if (!kill && left.isEmpty()) {
            return List.of();
        }
        List<Orphans.Orphan> found = new ArrayList<>();
        for (Orphans.Orphan orphan : new Orphans(configuration, table, ownUid).find()) {
            if (kill && orphan.certain()) {
                found.add(orphan);
            } else {
                log.warn(
                        orphan
                                + " is still running from before and is not supervised; "
                                + (kill
                                        ? "whether it was this daemon's can't be told without a"
                                                + " server"
                                        : "orphans=kill in [supervisord] would end it"));
            }
        }
        return found;
    }

    /**
     * Ends those of its programs that the configuration wants ended.
     *
     * @param whenGone run on the loop's thread afterwards; at once if there is none
     */
    public void endOrphans(Runnable whenGone) {
        new OrphanEnd(loop, table, log).of(toBeEnded, whenGone);
    }
}
