package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncludesTest {
    @TempDir Path folder;
    private ConfigBench bench;

    @BeforeEach
    void open() {
        bench = new ConfigBench(folder);
    }

    @Test
    void includedFilesAddInTheOrderOfTheirNames() throws ConfigException {
        bench.write("conf.d/b.conf", "[program:x]\ncommand=b %(here)s\n");
        bench.write("conf.d/a.conf", "[program:x]\ncommand=a\npriority=7\n");
        bench.write("conf.d/.hidden.conf", "[program:y]\ncommand=y\n");
        Configuration read =
                bench.readWith("[include]\nfiles=conf.d/*.conf %(here)s/none/*.conf\n");
        ProgramSettings program = read.groups().get(0).programs().get(0);
        assertEquals("b " + folder.resolve("conf.d"), program.command());
        assertEquals(7, program.priority());
        assertEquals(1, read.groups().size());
        assertEquals(
                List.of("No file matches via include \"" + folder + "/none/*.conf\""),
                read.warnings());
        assertEquals(
                List.of(
                        "Included extra file \"" + folder + "/conf.d/a.conf\" during parsing",
                        "Included extra file \"" + folder + "/conf.d/b.conf\" during parsing"),
                read.infos());
    }

    @Test
    void anyBlankStandsBetweenFiles() throws ConfigException {
        bench.write("a.conf", "[program:a]\ncommand=a\n");
        bench.write("b.conf", "[program:b]\ncommand=b\n");
        assertEquals(2, bench.readWith("[include]\nfiles=a.conf\u00a0b.conf\n").groups().size());
    }

    @Test
    void anIncludedFileIncludesNothing() throws ConfigException {
        bench.write("more.conf", "[include]\nfiles=deeper.conf\n");
        bench.write("deeper.conf", "[program:deep]\ncommand=cat\n");
        assertEquals(List.of(), bench.readWith("[include]\nfiles=more.conf\n").groups());
    }

    @Test
    void anIncludedFolderIsPassedOverWithAWarning() throws ConfigException {
        bench.write("conf.d/deeper/b.conf", "[program:b]\ncommand=cat\n");
        bench.write("conf.d/a.conf", "[program:a]\ncommand=cat\n");
        Configuration read = bench.readWith("[include]\nfiles=conf.d/*\n");
        assertEquals(List.of("a"), read.groups().stream().map(GroupSettings::name).toList());
        assertEquals(
                List.of(
                        "Included extra file \""
                                + folder
                                + "/conf.d/deeper\" can't be read, passed over"),
                read.warnings());
    }

    @ParameterizedTest
    @CsvSource({
        "inc//*.conf,         inc/a.conf",
        "inc//a.conf,         inc//a.conf",
        "./inc//.//*.conf,    ./inc//./a.conf",
        "i*//a.conf,          inc/a.conf",
        "i*//*//,             inc/deep/",
        "i*/,                 inc/",
        "inc//deep/,          inc//deep/",
        "inc/a.conf/,         ''",
        "*/a.conf/,           ''",
        "inc/lost,            inc/lost",
        "inc/l*,              inc/lost"
    })
    void namesAreMadeAsPythonMakesThem(String pattern, String name) throws Exception {
        bench.write("inc/a.conf", "[program:a]\ncommand=cat\n");
        bench.write("inc/deep/none", "");
        Files.createSymbolicLink(folder.resolve("inc/lost"), Path.of("nowhere"));
        assertEquals(
                name.isEmpty()
                        ? List.of()
                        : List.of(
                                "Included extra file \""
                                        + folder
                                        + "/"
                                        + name
                                        + "\" during parsing"),
                bench.readWith("[include]\nfiles=" + pattern + "\n").infos());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "*          | - [a ] ^ a b {a,b}",
                "?          | - ] ^ a b",
                "[ab]       | a b",
                "[!ab]      | - ] ^",
                "[a-c]      | a b",
                "[c-a]      | ``",
                "[!c-a]     | - ] ^ a b",
                "[a-]       | - a",
                "[]]        | ]",
                "[!]]       | - ^ a b",
                "[^a]       | ^ a",
                "[a         | [a",
                "{a,b}      | {a,b}",
                ".*         | .h",
                "a a        | a"
            })
    void patternsAreThoseOfPython(String pattern, String names) throws ConfigException {
        for (String name : List.of("-", "]", "^", "a", "b", "{a,b}", "[a", ".h")) {
            bench.write("x/" + name, "[program:" + name + "]\ncommand=cat\n");
        }
        String files = pattern.replaceAll("(\\S+)", "x/$1");
        assertEquals(
                names,
                bench.readWith("[include]\nfiles=" + files + "\n").groups().stream()
                        .map(GroupSettings::name)
                        .sorted()
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void aPipeIsPassedOver() throws Exception {
        Path pipe = Files.createDirectory(folder.resolve("conf.d")).resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertEquals(
                List.of("Included extra file \"" + pipe + "\" can't be read, passed over"),
                bench.readWith("[include]\nfiles=conf.d/*\n").warnings());
    }

    @Test
    void aFolderThatIsNotThereHoldsNothing() throws ConfigException {
        bench.write("file", "");
        String there = folder.toString();
        assertEquals(
                List.of(
                        "No file matches via include \"" + there + "/none/*\"",
                        "No file matches via include \"" + there + "/file/*\""),
                bench.readWith("[include]\nfiles=none/* file/*\n").warnings());
    }
}
