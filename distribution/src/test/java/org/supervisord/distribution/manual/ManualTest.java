package org.supervisord.distribution.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.config.Accounts;
import org.supervisord.config.ConfigException;
import org.supervisord.config.Finding;
import org.supervisord.config.Overrides;
import org.supervisord.config.ServerConfigReader;

/** The manual's links lead somewhere, and its configurations can be used. */
class ManualTest {
    private static final Set<String> LANGUAGES =
            Set.of("ini", "console", "sh", "text", "java", "python", "nginx", "dockerfile", "xml");

    /** What depends on the machine that an example is for. */
    private static final List<String> NOT_HERE =
            List.of("does not exist", "is not an existing directory", "is not an existing file");

    @TempDir Path folder;

    @TestFactory
    List<DynamicTest> linksLeadSomewhere() {
        return each(
                page ->
                        page.links().stream()
                                .filter(link -> !link.text().matches("https?://.*"))
                                .filter(link -> !leadsSomewhere(page, link.text()))
                                .map(link -> page.at(link.number()) + " " + link.text())
                                .toList());
    }

    private static boolean leadsSomewhere(ManualPage page, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page.path() : page.path().resolveSibling(file);
        return Files.exists(target)
                && (hash < 0
                        || ManualPage.read(target).anchors().contains(link.substring(hash + 1)));
    }

    /** What has no language is neither checked nor run. */
    @TestFactory
    List<DynamicTest> codeNamesItsLanguage() {
        return each(
                page -> {
                    List<String> wrong = new ArrayList<>();
                    for (ManualPage.Block block : page.blocks()) {
                        if (!LANGUAGES.contains(block.language())) {
                            wrong.add(page.at(block.line()) + " '" + block.language() + "'");
                        }
                    }
                    String before = "";
                    for (ManualPage.Line line : page.prose()) {
                        if (line.text().startsWith("    ") && before.isBlank()) {
                            wrong.add(page.at(line.number()) + " is indented; use ```text");
                        }
                        before = line.text();
                    }
                    return wrong;
                });
    }

    @TestFactory
    List<DynamicTest> configurationsCanBeUsed() {
        return each(
                page -> {
                    List<String> wrong = new ArrayList<>();
                    for (ManualPage.Block block : page.blocks()) {
                        if (block.language().equals("ini")
                                && !block.mark().startsWith("broken file: ")) {
                            check(block.text())
                                    .forEach(it -> wrong.add(page.at(block.line()) + " " + it));
                        }
                    }
                    return wrong;
                });
    }

    @Test
    void everyPageIsInTheIndex() {
        ManualPage index = ManualPage.read(ManualPage.ROOT.resolve("docs/index.md"));
        Set<String> listed =
                index.links().stream().map(ManualPage.Line::text).collect(Collectors.toSet());
        List<String> missing =
                ManualPage.all().stream()
                        .map(page -> ManualPage.ROOT.relativize(page.path()).toString())
                        .filter(path -> path.startsWith("docs/") && !path.equals("docs/index.md"))
                        .map(path -> path.substring("docs/".length()))
                        .filter(path -> !listed.contains(path))
                        .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void aBrokenLinkAndABrokenConfigurationWouldBeFound() throws IOException {
        Path path = Files.writeString(folder.resolve("page.md"), "# One\n\n[x](#two) [y](no.md)\n");
        ManualPage page = ManualPage.read(path);
        assertEquals(2, page.links().size());
        assertTrue(page.links().stream().noneMatch(link -> leadsSomewhere(page, link.text())));
        assertEquals(1, check("[program:x]\ncommand=x\nstartsecs=ten\n").size());
    }

    private interface Look {
        List<String> at(ManualPage page) throws IOException;
    }

    private static List<DynamicTest> each(Look look) {
        return ManualPage.all().stream()
                .map(
                        page ->
                                DynamicTest.dynamicTest(
                                        ManualPage.ROOT.relativize(page.path()).toString(),
                                        () -> assertEquals(List.of(), look.at(page))))
                .toList();
    }

    /** What is wrong with a configuration, or with a part of one. */
    private List<String> check(String part) throws IOException {
        boolean whole = part.lines().anyMatch(line -> line.equals("[supervisord]"));
        StringBuilder text = new StringBuilder(part);
        if (!whole) {
            text.append("\n[supervisord]\n");
        }
        part.lines()
                .filter(line -> line.startsWith("programs"))
                .flatMap(line -> List.of(line.split("=", 2)[1].split(",")).stream())
                .map(String::strip)
                .filter(name -> !part.contains("program:" + name + "]"))
                .forEach(name -> text.append("[program:" + name + "]\ncommand=/bin/cat\n"));
        Path conf = Files.writeString(folder.resolve("supervisord.conf"), text);
        return inspect(conf).stream()
                .filter(finding -> NOT_HERE.stream().noneMatch(finding.message()::endsWith))
                .map(Finding::toString)
                .toList();
    }

    private static List<Finding> inspect(Path conf) {
        try {
            return new ServerConfigReader(
                            Overrides.none(),
                            Map.of("NOTIFY_SOCKET", "/run/notify"),
                            "host",
                            new Everybody())
                    .inspect(conf.toString())
                    .findings();
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    /** A machine that knows every user and group. */
    private static final class Everybody implements Accounts {
        @Override
        public Optional<Account> userByName(String name) {
            return Optional.of(new Account(name, 501, 501, "/home/" + name));
        }

        @Override
        public Optional<Account> userById(int uid) {
            return Optional.of(new Account("user", uid, uid, "/home/user"));
        }

        @Override
        public OptionalInt groupByName(String name) {
            return OptionalInt.of(501);
        }

        @Override
        public boolean hasGroup(int gid) {
            return true;
        }

        @Override
        public int currentUid() {
            return 0;
        }
    }
}
