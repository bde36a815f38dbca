package org.supervisord.daemon.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    @TempDir private Path folder;

    @Test
    void theFirstFolderThatHasTheProgramCounts() throws Exception {
        Path first = program("a/tool");
        program("b/tool");
        CommandLine line =
                CommandLine.resolve(
                        "tool 'a b'",
                        List.of(
                                folder.resolve("none").toString(),
                                folder.resolve("a").toString(),
                                folder.resolve("b") + "/"));
        assertEquals(new CommandLine(first.toString(), List.of("tool", "a b")), line);
    }

    @Test
    void aNameWithoutASlashIsNotLookedForInTheWorkingFolder() {
        // "src" is in the folder that tests are run in
        assertEquals("can't find command 'src'", refusal("src"));
        assertEquals("command at './src' is a directory", refusal("./src"));
    }

    @Test
    void saysWhatIsWrongWithACommand() throws Exception {
        Path plain = Files.createFile(folder.resolve("plain"));
        assertEquals("can't find command '/no/such'", refusal("/no/such -x"));
        assertEquals("command at '" + folder + "' is a directory", refusal(folder.toString()));
        assertEquals("command at '" + plain + "' is not executable", refusal(plain.toString()));
        assertEquals("can't find command '" + plain + "/'", refusal(plain + "/"));
        assertEquals("command at '" + folder + "/' is a directory", refusal(folder + "/"));
        assertEquals("command is empty", refusal(" "));
        assertEquals("can't parse command \"echo 'a\": No closing quotation", refusal("echo 'a"));
        assertEquals("can't parse command 'echo \\\\': No escaped character", refusal("echo \\"));
    }

    private String refusal(String command) {
        return assertThrows(
                        CommandException.class,
                        () -> CommandLine.resolve(command, List.of(folder.toString())))
                .getMessage();
    }

    private Path program(String name) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
}
