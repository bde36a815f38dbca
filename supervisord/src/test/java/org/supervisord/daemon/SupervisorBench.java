package org.supervisord.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.supervisord.common.WaitStatus;
import org.supervisord.config.ConfigException;
import org.supervisord.config.Configuration;
import org.supervisord.config.GroupSettings;
import org.supervisord.config.PayloadLength;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.event.EventBus;
import org.supervisord.daemon.event.EventSerials;
import org.supervisord.daemon.fatal.FatalBench;
import org.supervisord.daemon.loop.ManualScheduler;
import org.supervisord.daemon.process.Child;
import org.supervisord.daemon.process.CommandLine;
import org.supervisord.daemon.process.FakeKernel;
import org.supervisord.daemon.process.Kernel;
import org.supervisord.daemon.process.LogPaths;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.process.ProcessWorld;
import org.supervisord.daemon.process.Programs;
import org.supervisord.daemon.process.SpawnException;
import org.supervisord.daemon.supervision.GroupException;
import org.supervisord.daemon.supervision.PoolDrain;
import org.supervisord.daemon.supervision.Supervisor;

/** A supervisor whose processes live on a fake kernel, with a record of all that is told. */
public final class SupervisorBench {
    public final FakeKernel kernel = new FakeKernel();
    public final ManualScheduler scheduler = new ManualScheduler();
    public final List<Event> events = new ArrayList<>();
    public final RecordedLog log = new RecordedLog();
    public final Supervisor supervisor;
    public final EventBus bus = new EventBus(new EventSerials());
    public final PoolDrain drain = new PoolDrain(bus, Duration.ofSeconds(5), scheduler, log.log());

    /** Names of the groups that were closed, in order. */
    public final List<String> closed = new ArrayList<>();

    /** A word for each time that the supervisor, once it is to leave, has stopped everything. */
    public final List<String> stopped = new ArrayList<>();

    /** What was written to the stdin of processes, all together. */
    public final StringBuilder stdin = new StringBuilder();

    /** How many bytes a stdin takes of an offer; 0: it does not take any for now. */
    public int stdinRoom = 1 << 16;

    /** Names of the processes whose logs were cleared, in order. */
    public final List<String> cleared = new ArrayList<>();

    private final Map<String, LogPaths> logs = new HashMap<>();
    public final FatalBench fatal = new FatalBench();
    private Configuration onDisk;
    private Optional<String> unreadable = Optional.empty();
    private boolean broken;

    /** A supervisor of these groups, which are open; none of their processes was started. */
    public SupervisorBench(GroupSettings... groups) {
        this(Optional.empty(), groups);
    }

    /** The same, with an activity log in this file. */
    public SupervisorBench(Optional<Path> logfile, GroupSettings... groups) {
        onDisk = configuration(logfile, groups);
        supervisor =
                new Supervisor(
                        onDisk,
                        this::read,
                        new Groups(),
                        this::happened,
                        drain,
                        scheduler,
                        fatal.reasons,
                        log.log());
        try {
            supervisor.openGroups();
        } catch (GroupException e) {
            throw new AssertionError(e);
        }
        events.clear();
    }

    /** A group as a [group:x] section makes it. */
    public static GroupSettings group(String name, int priority, Programs... programs) {
        return new GroupSettings.Programs(
                name, priority, Arrays.stream(programs).map(Programs::settings).toList());
    }

    /** A group as a program makes it that is in none: its name is that of the program. */
    public static GroupSettings single(int priority, Programs program) {
        return group(program.settings().name(), priority, program);
    }

    /** A group as an [eventlistener:x] section makes it. */
    public static GroupSettings pool(String name, int priority, Programs... programs) {
        return new GroupSettings.EventListenerPool(
                name,
                priority,
                Arrays.stream(programs).map(Programs::settings).toList(),
                10,
                List.of("EVENT"),
                "supervisor.dispatchers:default_handler",
                PayloadLength.CHARACTERS,
                0);
    }

    /** The file now says this. */
    public void edit(GroupSettings... groups) {
        onDisk = configuration(onDisk.daemon().logfile(), groups);
    }

    /** The file can't be used, for this reason. */
    public void spoilConfiguration(String reason) {
        unreadable = Optional.of(reason);
    }

    /** From groups that are opened later on, the process of this name has these logs. */
    public void logTo(String process, Path stdout) {
        logs.put(process, new LogPaths(Optional.of(stdout), Optional.empty()));
    }

    /** From now on no child reads its stdin, and no log can be cleared. */
    public void breakChildren() {
        broken = true;
    }

    public ManagedProcess process(String group, String name) {
        return supervisor.group(group).flatMap(it -> it.process(name)).orElseThrow();
    }

    /** Starts a process and lets it get to RUNNING. */
    public ManagedProcess running(String group, String name) {
        ManagedProcess process = process(group, name);
        process.start();
        scheduler.advance(Duration.ofSeconds(process.settings().startsecs()));
        return process;
    }

    /** Starts all processes, as their groups were added, and lets them get to RUNNING. */
    public void allRunning() {
        for (ProcessGroup group : supervisor.groupsAsAdded()) {
            group.processes().forEach(it -> running(group.name(), it.name()));
        }
    }

    /** The supervisor begins; what it has to do waits for a turn of the loop. */
    public void begin() {
        supervisor.run(() -> stopped.add("stopped"), Runnable::run);
    }

    /** The supervisor begins, and starts what starts by itself. */
    public void run() {
        begin();
        scheduler.runDue();
    }

    /** The child of a process ends by itself. */
    public void exit(ManagedProcess process, int code) {
        kernel.exit(process.pid(), code);
        scheduler.runDue();
    }

    /** All children that were sent a signal end, in the order in which they were told. */
    public void obey() {
        List<FakeKernel.Sent> sent = List.copyOf(kernel.sent());
        for (FakeKernel.Sent it : sent) {
            if (kernel.living().contains(Math.abs(it.target()))) {
                kernel.die(Math.abs(it.target()), it.signal());
            }
        }
        scheduler.runDue();
    }

    private void happened(Event event) {
        events.add(event);
        supervisor.happened(event);
    }

    private Configuration read() throws ConfigException {
        if (unreadable.isPresent()) {
            throw new ConfigException(unreadable.get());
        }
        return onDisk;
    }

    private static Configuration configuration(Optional<Path> logfile, GroupSettings... groups) {
        return Daemons.daemon()
                .logfile(logfile)
                .identifier("the-daemon")
                .silent()
                .with(List.of(groups));
    }

    private final class Groups implements Supervisor.GroupFactory {
        @Override
        public ProcessGroup open(GroupSettings settings) {
            ProcessWorld world =
                    new ProcessWorld(
                            new KernelOfNotedChildren(),
                            scheduler,
                            log.log(),
                            SupervisorBench.this::happened,
                            fatal.reasons,
                            () -> supervisor.mayStart(),
                            List.of("/bin"));
            LogPaths none = new LogPaths(Optional.empty(), Optional.empty());
            return new ProcessGroup(
                    settings,
                    settings.programs().stream()
                            .map(
                                    program ->
                                            new ManagedProcess(
                                                    settings.name(),
                                                    program,
                                                    logs.getOrDefault(program.name(), none),
                                                    world))
                            .toList());
        }

        @Override
        public void close(ProcessGroup group) {
            closed.add(group.name());
        }
    }

    /** The fake kernel, with children that note what they are told. */
    private final class KernelOfNotedChildren implements Kernel {
        @Override
        public Child spawn(ManagedProcess process, CommandLine command, Consumer<WaitStatus> ended)
                throws SpawnException {
            return new NotedChild(process.name(), kernel.spawn(process, command, ended).pid());
        }

        @Override
        public boolean kill(int target, org.supervisord.common.Signal signal) throws IOException {
            return kernel.kill(target, signal);
        }
    }

    private final class NotedChild implements Child {
        private final String name;
        private final int pid;

        NotedChild(String name, int pid) {
            this.name = name;
            this.pid = pid;
        }

        @Override
        public int pid() {
            return pid;
        }

        @Override
        public void look() {}

        @Override
        public void drain() {}

        @Override
        public void close() {}

        @Override
        public void write(byte[] data) throws IOException {
            mustWork();
            stdin.append(new String(data, StandardCharsets.UTF_8));
        }

        @Override
        public CompletableFuture<Integer> offer(byte[] data) {
            if (broken) {
                return CompletableFuture.failedFuture(new IOException("broken by the test"));
            }
            if (stdinRoom == 0) {
                return new CompletableFuture<>();
            }
            int taken = Math.min(data.length, stdinRoom);
            stdin.append(new String(data, 0, taken, StandardCharsets.UTF_8));
            return CompletableFuture.completedFuture(taken);
        }

        @Override
        public List<Long> logged() {
            return List.of(12L, 1L << 40);
        }

        @Override
        public void clearLogs() throws IOException {
            mustWork();
            cleared.add(name);
        }

        @Override
        public void reopenLogs() {}

        private void mustWork() throws IOException {
            if (broken) {
                throw new IOException("broken by the test");
            }
        }
    }
}
