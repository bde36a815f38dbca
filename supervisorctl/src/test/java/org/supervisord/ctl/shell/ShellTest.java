package org.supervisord.ctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.common.ProcessState;
import org.supervisord.config.ClientSettings;
import org.supervisord.ctl.action.ActionTable;
import org.supervisord.ctl.client.FakeSupervisor;
import org.supervisord.ctl.terminal.Console;

@Timeout(60)
class ShellTest {
    private static final String STATUS = "web                              FATAL     oh\n";

    @TempDir private Path folder;

    @Test
    void pipedLinesAreDoneUntilTheInputEnds() throws Exception {
        assertEquals(
                STATUS + "here> 42\nhere> *** Unknown syntax: nonsense\nhere> \n",
                shell("pid\nnonsense\n"));
    }

    @Test
    void nothingIsDoneBehindAnExit() throws Exception {
        assertEquals(STATUS + "here> \n", shell("exit\npid\n"));
        assertEquals(STATUS + "here> here> \n", shell("\nquit"));
    }

    /** What a shell prints; its exit status is always 0. */
    private String shell(String typed) throws Exception {
        try (FakeSupervisor server = FakeSupervisor.listeningOn(folder.resolve("s"))) {
            server.on("getPID", 42);
            server.on(
                    "getAllProcessInfo",
                    List.of(FakeSupervisor.info("web", "web", ProcessState.FATAL, 0, "oh")));
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            BufferedReader in = new BufferedReader(new StringReader(typed));
            ClientSettings settings =
                    new ClientSettings(
                            server.url(),
                            "here",
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
            assertEquals(
                    0,
                    Shell.run(
                            List.of(settings),
                            new Console(output, Optional.of(in)),
                            new ActionTable()));
            return output.toString(StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(folder.resolve("s"));
        }
    }
}
