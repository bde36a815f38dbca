package org.supervisord.daemon.replacement;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.supervisord.common.plugin.PluginException;
import org.supervisord.config.ConfigException;
import org.supervisord.config.ConfigText;
import org.supervisord.config.Configuration;
import org.supervisord.config.GroupSettings;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.config.ServerConfigReader;
import org.supervisord.daemon.http.ServerSnapshot;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.log.LogSinks;
import org.supervisord.daemon.log.LogWorld;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.posix.Daemonizer;
import org.supervisord.daemon.posix.InheritedDescriptors;
import org.supervisord.daemon.posix.MemoryFile;
import org.supervisord.daemon.posix.Niceness;
import org.supervisord.daemon.supervision.GroupException;
import org.supervisord.daemon.upgrade.GroupState;
import org.supervisord.daemon.upgrade.State;
import org.supervisord.daemon.upgrade.StateException;

/** What the program before this one in the same process has left, understood. */
public final class Takeover {
    /** Empty once it is not needed any more: much may have waited for programs in it. */
    private Optional<State> state;

    private final List<Configuration> configurations;
    private final InheritedDescriptors descriptors;
    private final List<String> problems = new ArrayList<>();
    private boolean careful;

    /** A part of what is taken over. */
    public interface Part {
        /** Goes on with it. */
        void resume() throws IOException, StateException, GroupException, PluginException;
    }

    private Takeover(State state, List<Configuration> configurations) {
        this.state = Optional.of(state);
        this.configurations = configurations;
        this.descriptors = new InheritedDescriptors(Tries.stillOpen(state.descriptors()));
    }

    /**
     * Understands a document; nothing else is done, so that it can be tried anywhere.
     *
     * @throws StateException when what it tells of can't be gone on with here
     */
    public static Takeover of(byte[] document, ServerConfigReader reader) throws StateException {
        State state = State.read(new String(document, StandardCharsets.UTF_8));
        List<Configuration> configurations = new ArrayList<>();
        for (ConfigText text : state.configurations()) {
            try {
                configurations.add(reader.read(text));
            } catch (ConfigException e) {
                throw new StateException("the configuration in use: " + e.getMessage());
            }
        }
        Takeover takeover = new Takeover(state, configurations);
        takeover.started();
        takeover.latest();
        for (GroupState group : state.groups()) {
            takeover.check(group);
        }
        return takeover;
    }

    /**
     * Looks into what its servers would find out when they are taken over, which is too late.
     *
     * @throws StateException when one of them would fail
     */
    public void checkServers() throws StateException {
        for (HttpServerSettings server : started().servers()) {
            if (server instanceof HttpServerSettings.Inet inet && inet.tls().isPresent()) {
                try {
                    inet.tls().get().check();
                } catch (IOException e) {
                    throw new StateException("[" + inet.section() + "]: " + e.getMessage());
                }
            }
        }
    }

    /**
     * From now on parts that can't be gone on with are left out, each for itself, for the sake of
     * the others.
     */
    public Takeover carefully() {
        careful = true;
        return this;
    }

    /**
     * Goes on with a part.
     *
     * @throws TakeoverException when that fails, unless it is done carefully
     */
    public void part(String what, Part part) {
        try {
            part.resume();
        } catch (IOException
                | StateException
                | GroupException
                | PluginException
                | RuntimeException e) {
            if (!careful) {
                throw new TakeoverException(what + ": " + e.getMessage(), e);
            }
            problems.add(what + " was not taken over: " + e);
        }
    }

    /** Whether the former program's document is not needed any more. */
    public boolean isSettled() {
        return state.isEmpty();
    }

    private void check(GroupState group) throws StateException {
        Set<String> known = new HashSet<>();
        settings(group).programs().forEach(it -> known.add(it.name()));
        for (GroupState.ProgramState it : group.programs()) {
            if (!known.contains(it.process().name())) {
                throw new StateException(
                        "the configuration in use means no process "
                                + group.name()
                                + ":"
                                + it.process().name()
                                + " here");
            }
        }
    }

    /** All that was left; not to be asked for once it is settled. */
    public State state() {
        return state.orElseThrow();
    }

    /** When the state was taken, by a clock of this program. */
    public long takenAtNanos(Clock clock) {
        // System.nanoTime of HotSpot is CLOCK_MONOTONIC, which is the same for all programs
        return Math.min(state().takenAtNanos(), clock.nanos());
    }

    /** The descriptors that were left, to be taken one by one. */
    public InheritedDescriptors descriptors() {
        return descriptors;
    }

    /** The configuration that the daemon was started with. */
    public Configuration started() throws StateException {
        return configuration(state().started());
    }

    /** The configuration that was read last. */
    public Configuration latest() throws StateException {
        return configuration(state().latest());
    }

    /**
     * A configuration that the state speaks of.
     *
     * @throws StateException when there is none of this number
     */
    public Configuration configuration(int number) throws StateException {
        if (number < 0 || number >= configurations.size()) {
            throw new StateException("there is no configuration " + number);
        }
        return configurations.get(number);
    }

    /**
     * What a group was made of.
     *
     * @throws StateException when its configuration means no such group here
     */
    public GroupSettings settings(GroupState group) throws StateException {
        return configuration(group.configuration()).groups().stream()
                .filter(it -> it.name().equals(group.name()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new StateException(
                                        "the configuration in use means no group "
                                                + group.name()
                                                + " here"));
    }

    /** The server of a section. */
    public Optional<ServerSnapshot> server(String section) {
        return state().servers().stream().filter(it -> it.section().equals(section)).findFirst();
    }

    /** The activity log goes on as it was. */
    public void resumeActivity(LogSinks sinks) {
        part("the activity log", () -> sinks.resume(state().activityLog(), descriptors));
    }

    /** What all logs share goes on as it was, and so do those of programs. */
    public void resume(LogWorld world, LogSinks logs) {
        part("the reasons for FATAL", () -> world.fatalReasons().resume(state().fatalReasons()));
        part("logs", () -> logs.resume(state().logs(), descriptors));
        part(
                "what waits for stdout and stderr",
                () -> world.standard().resume(state().standardStreams(), descriptors));
        if (state().syslog().isPresent()) {
            part(
                    "what waits for syslog",
                    () -> world.syslog().resume(state().syslog().get(), descriptors));
        }
    }

    /**
     * Goes where the daemon was: from there the logs of programs are looked for. Whatever is found
     * from where it was started has to be known by then.
     */
    public void enterFolder() {
        part("the folder", () -> Daemonizer.changeFolder(state().folder()));
    }

    /** All is taken over: lets go of what nobody needs. */
    public void settle(ActivityLog log, int document) {
        problems.forEach(it -> log.critical("upgrade: " + it));
        if (!careful) {
            // else pipes may be among them, and who writes to a pipe that nobody has open dies
            descriptors.closeRest();
        }
        state().niceness().ifPresent(Niceness::restore);
        MemoryFile.close(document);
        state = Optional.empty();
    }
}
