package org.supervisord.daemon.orphans;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.supervisord.common.ProcessName;
import org.supervisord.common.PythonRepr;
import org.supervisord.config.Configuration;
import org.supervisord.config.ProgramSettings;
import org.supervisord.config.RunAs;
import org.supervisord.daemon.posix.ProcessTable;

/**
 * Programs of a daemon before this one that has ended without stopping them. They are told by what
 * the daemon gives each program, and nobody else has all of: its name and the address of the daemon
 * in its environment, a process group of its own in the daemon's session, its user, and, since the
 * daemon is gone, a parent that adopts what is left.
 */
final class Orphans {
    private final Configuration configuration;
    private final ProcessTable table;
    private final int ownUid;

    /**
     * A program that was left.
     *
     * @param settings what it is configured with now, if it still is
     * @param certain whether it was this daemon's; without a server there is no address to tell by
     */
    record Orphan(
            ProcessName name,
            ProcessTable.Entry process,
            Optional<ProgramSettings> settings,
            boolean certain) {
        @Override
        public String toString() {
            String text = PythonRepr.of(name.toString());
            return text + " (pid " + process.pid() + ")";
        }
    }

    Orphans(Configuration configuration, ProcessTable table, int ownUid) {
        this.configuration = configuration;
        this.table = table;
        this.ownUid = ownUid;
    }

    /** All of them. */
    List<Orphan> find() {
        Set<Integer> adopters = table.adopters();
        List<Orphan> found = new ArrayList<>();
        for (ProcessTable.Entry process : table.all()) {
            boolean leadsItsGroup = process.group() == process.pid();
            boolean ledItsSession = process.session() == process.pid();
            if (leadsItsGroup && !ledItsSession && adopters.contains(process.parent())) {
                orphan(process).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Orphan> orphan(ProcessTable.Entry process) {
        Map<String, String> environment = table.environment(process.pid());
        String name = environment.get("SUPERVISOR_PROCESS_NAME");
        String group = environment.get("SUPERVISOR_GROUP_NAME");
        if (!"1".equals(environment.get("SUPERVISOR_ENABLED")) || name == null || group == null) {
            return Optional.empty();
        }
        Optional<ProgramSettings> settings = settings(group, name);
        Optional<String> address =
                settings.isPresent()
                        ? configuration.serverurlFor(settings.get())
                        : configuration.serverurl();
        boolean isOurs =
                Optional.ofNullable(environment.get("SUPERVISOR_SERVER_URL")).equals(address)
                        && (address.isPresent() || settings.isPresent())
                        && table.uid(process.pid()) == uid(settings)
                        && table.isBesideUs(process.pid());
        return isOurs
                ? Optional.of(
                        new Orphan(
                                new ProcessName(group, name),
                                process,
                                settings,
                                address.isPresent()))
                : Optional.empty();
    }

    private Optional<ProgramSettings> settings(String group, String name) {
        return configuration.groups().stream()
                .filter(it -> it.name().equals(group))
                .flatMap(it -> it.programs().stream())
                .filter(it -> it.name().equals(name))
                .findFirst();
    }

    private int uid(Optional<ProgramSettings> settings) {
        return settings.flatMap(ProgramSettings::user).map(RunAs::uid).orElse(ownUid);
    }
}
