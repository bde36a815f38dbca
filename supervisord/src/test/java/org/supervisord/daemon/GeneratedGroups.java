package org.supervisord.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.supervisord.common.Signal;
import org.supervisord.config.AutoRestart;
import org.supervisord.config.ChannelSettings;
import org.supervisord.config.FcgiSocketSettings;
import org.supervisord.config.GroupSettings;
import org.supervisord.config.LogTarget;
import org.supervisord.config.PayloadLength;
import org.supervisord.config.ProgramSettings;
import org.supervisord.daemon.sim.SimDisk;

/** Groups with settings of all kinds, as a seed has it. */
final class GeneratedGroups {
    /** The pool that hears of all changes of state, and loses none. */
    static final String AUDITOR = "auditor";

    private static final List<List<String>> SUBSCRIPTIONS =
            List.of(
                    List.of("EVENT"),
                    List.of("PROCESS_STATE"),
                    List.of("PROCESS_LOG", "TICK_5"),
                    List.of("EVENT", "PROCESS_COMMUNICATION"),
                    List.of("REMOTE_COMMUNICATION", "SUPERVISOR_STATE_CHANGE"));

    private final Random random;
    private final SimDisk disk;
    private final boolean stripAnsi;

    GeneratedGroups(Random random, SimDisk disk, boolean stripAnsi) {
        this.random = random;
        this.disk = disk;
        this.stripAnsi = stripAnsi;
    }

    List<GroupSettings> all() {
        List<GroupSettings> groups = new ArrayList<>();
        for (int i = random.nextInt(2); i >= 0; i--) {
            groups.add(programs("g" + i));
        }
        if (random.nextInt(3) == 0) {
            groups.add(fastCgi());
        }
        for (int i = random.nextInt(3) - 1; i >= 0; i--) {
            groups.add(pool("l" + i));
        }
        groups.add(auditor());
        return groups;
    }

    /** The same groups, some of them with other settings, some not there. */
    List<GroupSettings> edited(List<GroupSettings> before) {
        List<GroupSettings> after = new ArrayList<>();
        for (GroupSettings group : before) {
            boolean stays = group.name().equals(AUDITOR) || random.nextInt(3) > 0;
            if (stays) {
                after.add(group);
            } else if (random.nextBoolean()) {
                after.add(another(group));
            }
        }
        if (after.stream().noneMatch(group -> group.name().equals("g9"))
                && random.nextInt(4) == 0) {
            after.add(programs("g9"));
        }
        return after;
    }

    private GroupSettings another(GroupSettings group) {
        if (group instanceof GroupSettings.Programs) {
            return programs(group.name());
        }
        return group instanceof GroupSettings.FastCgi ? fastCgi() : pool(group.name());
    }

    private GroupSettings programs(String name) {
        return new GroupSettings.Programs(name, random.nextInt(5), members(name, 3));
    }

    private List<ProgramSettings> members(String group, int most) {
        List<ProgramSettings> programs = new ArrayList<>();
        for (int i = random.nextInt(most); i >= 0; i--) {
            programs.add(program(group, "p" + i));
        }
        return programs;
    }

    private GroupSettings fastCgi() {
        return new GroupSettings.FastCgi(
                "f",
                random.nextInt(5),
                members("f", 2),
                new FcgiSocketSettings.Tcp("localhost", 9000, OptionalInt.empty()));
    }

    private GroupSettings pool(String name) {
        List<ProgramSettings> listeners = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            listeners.add(listener(name, "p" + i));
        }
        return new GroupSettings.EventListenerPool(
                name,
                random.nextInt(3) - 1,
                listeners,
                1 + random.nextInt(20),
                SUBSCRIPTIONS.get(random.nextInt(SUBSCRIPTIONS.size())),
                GroupSettings.EventListenerPool.STANDARD_HANDLER,
                PayloadLength.values()[random.nextInt(PayloadLength.values().length)],
                random.nextInt(3));
    }

    private GroupSettings auditor() {
        return new GroupSettings.EventListenerPool(
                AUDITOR,
                -1,
                List.of(listener(AUDITOR, "p0")),
                1_000_000,
                List.of("PROCESS_GROUP", "PROCESS_STATE"),
                GroupSettings.EventListenerPool.STANDARD_HANDLER,
                PayloadLength.CHARACTERS,
                0);
    }

    private ProgramSettings listener(String group, String name) {
        return settings(
                group,
                name,
                random.nextInt(4) > 0 || group.equals(AUDITOR),
                false,
                channel(group, name, "out", false),
                channel(group, name, "err", false));
    }

    private ProgramSettings program(String group, String name) {
        boolean redirect = random.nextInt(3) == 0;
        return settings(
                group,
                name,
                random.nextInt(4) > 0,
                redirect,
                channel(group, name, "out", true),
                redirect
                        ? new ChannelSettings(new LogTarget.None(), 0, 0, 0, false, false)
                        : channel(group, name, "err", true));
    }

    private ProgramSettings settings(
            String group,
            String name,
            boolean autostart,
            boolean redirect,
            ChannelSettings stdout,
            ChannelSettings stderr) {
        return new ProgramSettings(
                name,
                "/bin/true",
                Optional.empty(),
                OptionalInt.empty(),
                random.nextInt(3),
                autostart,
                AutoRestart.values()[random.nextInt(AutoRestart.values().length)],
                random.nextInt(4),
                random.nextInt(4),
                Optional.empty(),
                Signal.TERM,
                random.nextInt(4),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean() ? List.of(0) : List.of(0, 2),
                false,
                redirect,
                Map.of(),
                Optional.empty(),
                stdout,
                stderr);
    }

    private ChannelSettings channel(String group, String name, String channel, boolean program) {
        Path file = disk.path("/logs/" + group + "." + name + "." + channel);
        LogTarget target =
                switch (random.nextInt(8)) {
                    case 0 -> new LogTarget.None();
                    case 1 -> new LogTarget.Automatic();
                    default -> new LogTarget.File(file, file.toString());
                };
        return new ChannelSettings(
                target,
                random.nextInt(3) == 0 ? 0 : 200 + random.nextInt(2000),
                random.nextInt(4),
                program && random.nextInt(3) == 0 ? 50 + random.nextInt(200) : 0,
                program && random.nextInt(3) == 0,
                false);
    }

    boolean stripAnsi() {
        return stripAnsi;
    }
}
