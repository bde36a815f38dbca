package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.config.cli.SupervisorctlOptions;
import org.supervisord.config.cli.SupervisordOptions;
import org.supervisord.config.cli.Usage;
import org.supervisord.ctl.action.ActionHelp;

class ManPagesIT extends TreeBench {
    private static Path page(String name) {
        return Path.of(Tree.file("share/man/man" + name.replaceFirst(".*\\.", "") + "/" + name));
    }

    private String rendered(String name) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/man")), "there is no man");
        Tree.Outcome outcome =
                tree.run(
                        "env",
                        "MANWIDTH=200",
                        "LC_ALL=C.UTF-8",
                        "man",
                        "--warnings",
                        "--no-hyphenation",
                        "--no-justification",
                        "-l",
                        page(name).toString());
        assertEquals(0, outcome.status(), outcome.output());
        return outcome.output();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"supervisord.8", "supervisorctl.1", "pidproxy.1", "echo_supervisord_conf.1"})
    void pagesAreShownWithoutWarnings(String name) throws IOException, InterruptedException {
        String shown = rendered(name);
        String program = name.substring(0, name.indexOf('.'));
        assertTrue(shown.contains(program + " - "), shown);
        assertTrue(shown.contains("SEE ALSO"), shown);
        assertTrue(
                shown.lines().noneMatch(line -> line.contains("warning:") || line.contains("@")),
                shown);
    }

    @Test
    void theySayWhatHelpSays() throws IOException, InterruptedException {
        String daemon = rendered("supervisord.8");
        for (Usage.Line option : SupervisordOptions.usage().options()) {
            assertTrue(daemon.contains(option.names()), option.names());
            assertTrue(daemon.contains(option.help()), option.help());
        }
        String client = rendered("supervisorctl.1");
        for (Usage.Line option : SupervisorctlOptions.usage().options()) {
            assertTrue(client.contains(option.names()), option.names());
        }
        for (String line : ActionHelp.lines()) {
            String usage = line.split("\t")[0];
            assertTrue(client.contains(usage), usage);
        }
    }
}
