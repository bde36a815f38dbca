package org.supervisord.daemon.children;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.daemon.process.Programs.program;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.common.plugin.PluginLoader;
import org.supervisord.config.GroupSettings;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.event.EventBus;
import org.supervisord.daemon.event.EventSerials;
import org.supervisord.daemon.fatal.FatalBench;
import org.supervisord.daemon.log.AutomaticLogs;
import org.supervisord.daemon.log.Disposal;
import org.supervisord.daemon.loop.ManualScheduler;
import org.supervisord.daemon.posix.InheritedDescriptors;
import org.supervisord.daemon.process.FakeKernel;
import org.supervisord.daemon.process.ManagedProcess;
import org.supervisord.daemon.process.ProcessGroup;
import org.supervisord.daemon.process.ProcessWorld;
import org.supervisord.daemon.replacement.KeptState;
import org.supervisord.daemon.replacement.Takeover;
import org.supervisord.daemon.upgrade.GroupState;

class GroupOpenerTest {
    private final FakeKernel kernel = new FakeKernel();
    private final EventBus bus = new EventBus(new EventSerials());
    private final RecordedLog log = new RecordedLog();

    @TempDir private Path folder;

    @Test
    void ofAPoolThatCantBeGoneOnWithNothingIsLeft() throws Exception {
        GroupOpener opener = opener();
        IllegalStateException lost = new IllegalStateException("lost");
        assertEquals(
                lost,
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                resume(
                                        opener,
                                        (process, child, ended) -> {
                                            throw lost;
                                        })));
        assertEquals(List.of(), bus.pools());
        ProcessGroup group =
                resume(opener, (process, child, ended) -> kernel.adopt(child.pid(), ended));
        assertEquals("busy", group.name());
        assertEquals(1, bus.pools().size());
    }

    @Test
    void ofTwoProcessesWithOneNameTheLastIsMeantInThePlaceOfTheFirst() throws Exception {
        ProcessGroup group =
                opener().open(
                                SupervisorBench.group(
                                        "web",
                                        1,
                                        program("same").command("/bin/first"),
                                        program("other").command("/bin/other"),
                                        program("same").command("/bin/last")));
        assertEquals(
                List.of("/bin/last", "/bin/other"),
                group.processes().stream().map(it -> it.settings().command()).toList());
        assertEquals("/bin/last", group.process("same").orElseThrow().settings().command());
    }

    @Test
    void whatWasRemovedGoesOnWithItsAutomaticLogs() throws Exception {
        GroupOpener opener = opener();
        GroupSettings settings = SupervisorBench.group("web", 1, program("a").automaticLogs());
        ProcessGroup first = opener.open(settings);
        opener.close(first);
        ManagedProcess again = opener.open(settings).process("a").orElseThrow();
        assertEquals(first.process("a").orElseThrow().stdoutLog(), again.stdoutLog());
        assertEquals(first.process("a").orElseThrow().stderrLog(), again.stderrLog());
        assertTrue(again.stdoutLog().isPresent());
        // of a configuration that was read again
        GroupSettings read = SupervisorBench.group("web", 1, program("a").automaticLogs());
        ManagedProcess other = opener.open(read).process("a").orElseThrow();
        assertNotEquals(again.stdoutLog(), other.stdoutLog());
    }

    private GroupOpener opener() throws Exception {
        return new GroupOpener(
                new ProcessWorld(
                        kernel,
                        new ManualScheduler(),
                        log.log(),
                        event -> {},
                        new FatalBench().reasons,
                        () -> true,
                        List.of("/bin")),
                new AutomaticLogs(folder, "test", Disposal.atOnce()),
                "test",
                bus,
                new PluginLoader(""),
                GroupOpener.SYSTEM);
    }

    private static ProcessGroup resume(GroupOpener opener, GroupOpener.Adopter adopter)
            throws Exception {
        Takeover takeover = KeptState.takeover();
        GroupState busy =
                takeover.state().groups().stream()
                        .filter(it -> it.name().equals("busy"))
                        .findFirst()
                        .orElseThrow();
        return opener.resume(
                takeover.settings(busy), busy, 0, adopter, new InheritedDescriptors(Set.of()));
    }
}
