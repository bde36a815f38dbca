package org.supervisord.ctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.impl.DefaultParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.common.ProcessState;
import org.supervisord.config.ClientSettings;
import org.supervisord.ctl.action.ActionTable;
import org.supervisord.ctl.action.Session;
import org.supervisord.ctl.client.FakeSupervisor;
import org.supervisord.ctl.terminal.Console;

class ActionCompleterTest {
    @Test
    void namesAreCompletedAfterAnInterruptToo(@TempDir Path folder) throws Exception {
        try (FakeSupervisor server = FakeSupervisor.listeningOn(folder.resolve("s"))) {
            server.on(
                    "getAllProcessInfo",
                    List.of(FakeSupervisor.info("web", "web", ProcessState.RUNNING, 7, "")));
            ClientSettings settings =
                    new ClientSettings(
                            server.url(), "", Optional.empty(), Optional.empty(), Optional.empty());
            Console console = new Console(OutputStream.nullOutputStream(), Optional.empty());
            Session session = new Session(settings, console, true);
            ActionCompleter completer = new ActionCompleter(new ActionTable(), session);
            assertEquals(List.of("web"), words(completer));
            session.interrupt();
            assertEquals(List.of("web"), words(completer));
            session.close();
        }
    }

    private static List<String> words(ActionCompleter completer) {
        List<Candidate> candidates = new ArrayList<>();
        completer.complete(null, new DefaultParser().parse("stop w", 6), candidates);
        return candidates.stream().map(Candidate::value).toList();
    }
}
