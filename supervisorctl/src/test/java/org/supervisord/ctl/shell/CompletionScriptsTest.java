package org.supervisord.ctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code mvn test -Dcompletion.write=true} writes the scripts anew. */
@Timeout(60)
class CompletionScriptsTest {
    private static final Path SHARE = Path.of("../distribution/src/main/share");
    private static final Path BASH = SHARE.resolve("bash-completion/completions/supervisorctl");
    private static final Path ZSH = SHARE.resolve("zsh/site-functions/_supervisorctl");
    private static final Path FISH = SHARE.resolve("fish/vendor_completions.d/supervisorctl.fish");

    private final CompletionScripts scripts = new CompletionScripts();
    @TempDir private Path folder;

    /** A supervisorctl that says what it was asked. */
    @BeforeEach
    void makeProgram() throws IOException {
        Path program =
                Files.writeString(
                        folder.resolve("supervisorctl"),
                        """
                        #!/bin/sh
                        echo "$*" >>"${0%/*}/asked"
                        printf 'grp:one\\tRUNNING\\ngrp:*\\t\\nweb\\tSTOPPED\\n'
                        case $* in *odd*) printf 'odd$(id>x)\\t\\n' ;; esac
                        """);
        assertTrue(program.toFile().setExecutable(true));
    }

    @Test
    void theDistributionHasThem() throws IOException {
        check(BASH, scripts.bash());
        check(ZSH, scripts.zsh());
        check(FISH, scripts.fish());
        assertTrue(scripts.options().size() > 6, "options are found in the help");
    }

    private static void check(Path file, String text) throws IOException {
        if (Boolean.getBoolean("completion.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertEquals(text, Files.readString(file), file.toString());
    }

    @Test
    void bashCompletesActionsOptionsAndNames() throws Exception {
        assertEquals(List.of("start", "status", "stop"), bash("supervisorctl st"));
        assertEquals(List.of("--serverurl"), bash("supervisorctl -c x --s"));
        assertEquals(
                List.of("grp:one", "grp:\\*", "web"), bash("supervisorctl -c my.conf start web "));
        assertEquals(
                List.of("one", "\\*", "web"), bash("supervisorctl start grp:"), "behind the colon");
        assertEquals(
                List.of("-c my.conf --complete start web ", "--complete start grp:"),
                Files.readAllLines(folder.resolve("asked")));
    }

    @Test
    void bashRunsNothingThatIsAName() throws Exception {
        assertTrue(bash("supervisorctl start odd").contains("odd\\$\\(id\\>x\\)"));
    }

    private List<String> bash(String line) throws Exception {
        return run(
                "bash",
                "-c",
                "PATH="
                        + folder
                        + ":$PATH; . "
                        + BASH.toAbsolutePath()
                        + "; COMP_LINE='"
                        + line
                        + "'; COMP_POINT=${#COMP_LINE}; COMP_WORDBREAKS=' :'; _supervisorctl;"
                        + " printf '%s\\n' \"${COMPREPLY[@]}\"");
    }

    @Test
    void fishCompletesActionsOptionsAndNames() throws Exception {
        assertEquals(
                List.of("start", "status", "stop"),
                fish("supervisorctl st").stream().map(it -> it.split("\t")[0]).sorted().toList());
        assertEquals(
                List.of("grp:*", "grp:one\tRUNNING"),
                fish("supervisorctl -c my.conf start gr").stream().sorted().toList());
        assertEquals(
                List.of("-c my.conf --complete start gr"),
                Files.readAllLines(folder.resolve("asked")).stream().distinct().toList());
    }

    private List<String> fish(String line) throws Exception {
        return run(
                "fish",
                "--no-config",
                "-c",
                "set PATH "
                        + folder
                        + " $PATH; source "
                        + FISH.toAbsolutePath()
                        + "; complete -C '"
                        + line
                        + "'");
    }

    @Test
    void zshTakesItsScript() throws Exception {
        assertEquals(List.of(), run("zsh", "-n", ZSH.toAbsolutePath().toString()));
    }

    private List<String> run(String... command) throws Exception {
        Assumptions.assumeTrue(
                List.of(System.getenv("PATH").split(":")).stream()
                        .anyMatch(it -> Files.isExecutable(Path.of(it, command[0]))),
                command[0] + " is not installed");
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it takes too long");
        String text = Files.readString(output, StandardCharsets.UTF_8);
        return text.lines().filter(line -> !line.isEmpty()).toList();
    }
}
