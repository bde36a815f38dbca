package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.config.LogLevel;

class AutomaticLogsTest {
    private final MemorySink told = new MemorySink();
    private final ActivityLog log = activityLog(told);
    @TempDir private Path folder;

    @Test
    void aLogIsNamedAfterItsProcessAndItsDaemon() throws IOException {
        Path made = logs(folder, "supervisor").create("web", "stdout");
        assertEquals(folder, made.getParent());
        String name = made.getFileName().toString();
        assertTrue(name.matches("web-stdout---supervisor-[a-z0-9_]{8}\\.log"), name);
    }

    @Test
    void aLogIsKnownByItsWholePathWhereverTheFolderIsNamedFrom() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path made = logs(here.relativize(folder), "supervisor").create("web", "stdout");
        assertEquals(folder, made.getParent());
        assertTrue(Files.exists(made));
    }

    @Test
    void aLogIsEmptyAndNobodyElseCanReadIt() throws IOException {
        Path made = logs(folder, "supervisor").create("web", "stderr");
        assertEquals(0, Files.size(made));
        assertEquals(
                RotatingFile.PRIVATE,
                PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    }

    @Test
    void everyLogHasANameOfItsOwn() throws IOException {
        AutomaticLogs logs = logs(folder, "supervisor");
        Set<Path> made = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            made.add(logs.create("web", "stdout"));
        }
        assertEquals(50, made.size());
    }

    @Test
    void withoutItsFolderNoLogCanBeMade() {
        AutomaticLogs logs = logs(folder.resolve("missing"), "supervisor");
        assertThrows(NoSuchFileException.class, () -> logs.create("web", "stdout"));
    }

    @Test
    void whatItMadeItRemoves() throws IOException {
        AutomaticLogs logs = logs(folder, "supervisor");
        logs.create("web", "stdout");
        logs.create("web", "stderr");
        logs(folder, "supervisor").removeOld(log);
        assertEquals(List.of(), names());
        assertEquals("", told.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web-stdout---supervisor-abcdefgh.log",
                "web-stdout---supervisor-abcdefgh.log.1",
                "web-stdout---supervisor-abcdefgh.log.12",
                ".web-stdout---supervisor-abcdefgh.log.12~",
                "group:web-stderr---supervisor-a_1.log",
            })
    void logsOfThisDaemonAndTheirBackupsAreOld(String name) throws IOException {
        Files.createFile(folder.resolve(name));
        logs(folder, "supervisor").removeOld(log);
        assertEquals(List.of(), names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web-stdout---other-abcdefgh.log",
                "---supervisor-abcdefgh.log",
                "web-stdout--supervisor-abcdefgh.log",
                "web-stdout---supervisor.log",
                "web-stdout---supervisor-ab gh.log",
                "web-stdout---supervisor-abcdefgh.txt",
                "supervisord.log",
            })
    void whatIsNotOursIsLeftAlone(String name) throws IOException {
        Files.createFile(folder.resolve(name));
        logs(folder, "supervisor").removeOld(log);
        assertEquals(List.of(name), names());
    }

    @Test
    void anIdentifierIsNoPattern() throws IOException {
        Files.createFile(folder.resolve("web-stdout---a.b-12345678.log"));
        Files.createFile(folder.resolve("web-stdout---axb-12345678.log"));
        logs(folder, "a.b").removeOld(log);
        assertEquals(List.of("web-stdout---axb-12345678.log"), names());
    }

    @Test
    void saysWhatItCannotRemoveAndRemovesTheRest() throws IOException {
        Path stubborn = folder.resolve("it's-stdout---supervisor-12345678.log");
        Files.createFile(Files.createDirectory(stubborn).resolve("inside"));
        for (String name : List.of("a", "z")) {
            Files.createFile(folder.resolve(name + "-stdout---supervisor-12345678.log"));
        }
        logs(folder, "supervisor").removeOld(log);
        assertEquals(List.of(stubborn.getFileName().toString()), names());
        assertTrue(
                told.text().endsWith(" WARN Failed to clean up \"" + stubborn + "\"\n"),
                told.text());
    }

    @Test
    void aLargeLogIsGoneAtOnceAndItsBytesAreBesideTheLoop() throws Exception {
        Path large = folder.resolve("web-stdout---supervisor-12345678.log.1");
        try (FileChannel file =
                FileChannel.open(large, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), 10 << 20);
        }
        Disposal disposal = Disposal.besideTheLoop();
        CountDownLatch busy = new CountDownLatch(1);
        disposal.close(
                () -> {
                    try {
                        busy.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                });
        new AutomaticLogs(folder, "supervisor", disposal).removeOld(log);
        assertEquals(List.of(), names());
        assertEquals(1, OpenFiles.of(large));
        busy.countDown();
        disposal.finish();
        assertEquals(0, OpenFiles.of(large));
    }

    @Test
    void aFolderWithTheNameOfALogIsNoneOfOurs() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("a-stdout---supervisor-12345678.log"));
        logs(folder, "supervisor").removeOld(log);
        assertTrue(Files.isDirectory(inner));
        assertTrue(told.text().endsWith(" WARN Failed to clean up '" + inner + "'\n"), told.text());
    }

    @Test
    void saysThatItCannotReadTheFolder() {
        logs(folder.resolve("missing"), "supervisor").removeOld(log);
        assertTrue(told.text().endsWith(" WARN Could not clear childlog dir\n"), told.text());
    }

    private static AutomaticLogs logs(Path folder, String identifier) {
        return new AutomaticLogs(folder, identifier, Disposal.atOnce());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static ActivityLog activityLog(LogSink sink) {
        LoggerContext context = new LoggerContext();
        Logger logger = context.getLogger("test");
        logger.setLevel(Level.TRACE);
        ActivityAppender appender = new ActivityAppender(sink);
        appender.setContext(context);
        appender.start();
        logger.addAppender(appender);
        return new ActivityLog(logger, LogLevel.INFO);
    }
}
