package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the oldest file gives way. */
class BackupsTest extends RotatingFileBench {
    private final List<Path> moved = new ArrayList<>();
    private Path aside;

    @BeforeEach
    void nameAside() {
        aside = folder.resolve(".x.log.2~");
    }

    /** Two are kept. */
    private Backups backups(Backups.Renaming renaming) {
        return new Backups(
                path,
                2,
                Disposal.atOnce(),
                (from, to) -> {
                    moved.add(from);
                    renaming.move(from, to);
                });
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private void fill() throws IOException {
        Files.writeString(path, "log");
        Files.writeString(numbered(1), "younger");
        Files.writeString(numbered(2), "oldest");
    }

    @Test
    void theOldestGoesWhenAnotherHasItsPlace() throws IOException {
        fill();
        backups(BackupsTest::move).shift();
        assertEquals(List.of("x.log.1", "x.log.2"), names());
        assertEquals("younger", Files.readString(numbered(2)));
        assertEquals("log", Files.readString(numbered(1)));
    }

    @Test
    void theOldestIsNotTouchedWhereNothingTakesItsPlace() throws IOException {
        fill();
        Files.delete(numbered(1));
        backups(BackupsTest::move).shift();
        assertEquals(List.of(numbered(1), path), moved);
        assertEquals("oldest", Files.readString(numbered(2)));
    }

    @Test
    void whatACrashHasLeftGoesWithinTwoRotations() throws IOException {
        fill();
        Files.move(numbered(2), aside);
        Backups backups = backups(BackupsTest::move);
        backups.shift();
        Files.writeString(path, "newer");
        backups.shift();
        assertEquals(List.of("x.log.1", "x.log.2"), names());
        assertEquals("log", Files.readString(numbered(2)));
        assertEquals("newer", Files.readString(numbered(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {252, 253})
    void aNameThatIsAlmostTooLongIsNoTrouble(int length) throws IOException {
        path = folder.resolve("x".repeat(length));
        RotatingFile file = open(1, 1);
        write(file, "a");
        write(file, "b");
        assertEquals("b", Files.readString(folder.resolve(path.getFileName() + ".1")));
        assertEquals("", Files.readString(path));
        assertEquals(List.of(), fatal.told());
    }

    @Test
    void aFolderWhereTheOldestIsPutAsideIsNoTrouble() throws IOException {
        fill();
        Files.createDirectory(aside);
        backups(BackupsTest::move).shift();
        assertEquals(List.of(".x.log.2~", "x.log.1", "x.log.2"), names());
        assertEquals("younger", Files.readString(numbered(2)));
    }

    @Test
    void whatASecondRotatorHasPutInItsPlaceIsKept() throws IOException {
        fill();
        backups(
                        (from, to) -> {
                            if (from.equals(numbered(1))) {
                                move(from, to);
                            }
                            move(from, to);
                        })
                .shift();
        assertEquals(List.of("x.log.1", "x.log.2"), names());
        assertEquals("younger", Files.readString(numbered(2)));
        assertEquals("log", Files.readString(numbered(1)));
    }

    @Test
    void theOldestIsPutBackWhenNothingCanTakeItsPlace() throws IOException {
        fill();
        Backups backups =
                backups(
                        (from, to) -> {
                            if (from.equals(numbered(1))) {
                                throw new IOException("stubborn");
                            }
                            move(from, to);
                        });
        assertThrows(IOException.class, backups::shift);
        assertEquals(List.of("x.log", "x.log.1", "x.log.2"), names());
        assertEquals("oldest", Files.readString(numbered(2)));
    }

    @Test
    void whyItCouldNotBeReplacedIsToldThoughItCannotBePutBackEither() throws IOException {
        fill();
        IOException first = new IOException("first");
        IOException second = new IOException("second");
        Backups backups =
                backups(
                        (from, to) -> {
                            if (from.equals(numbered(1))) {
                                throw first;
                            } else if (from.equals(aside)) {
                                throw second;
                            }
                            move(from, to);
                        });
        IOException told = assertThrows(IOException.class, backups::shift);
        assertSame(first, told);
        assertArrayEquals(new Throwable[] {second}, told.getSuppressed());
        assertEquals("oldest", Files.readString(aside));
    }

    @Test
    void aFileThatHasItsPlaceIsNotMovedAgainThoughTheOldestCannotBeRemoved() throws IOException {
        fill();
        Backups backups =
                backups(
                        (from, to) -> {
                            move(from, to);
                            if (from.equals(numbered(1))) {
                                Files.delete(aside);
                                Files.createDirectory(aside);
                            }
                        });
        assertThrows(IOException.class, backups::shift);
        assertEquals(1, backups.unfinished());
        backups.shift();
        assertEquals("younger", Files.readString(numbered(2)));
        assertEquals("log", Files.readString(numbered(1)));
        assertEquals(List.of(numbered(2), numbered(1), path), moved);
    }

    @Test
    void withNothingToKeepThereIsNothingToGoOnWith() {
        Backups none = new Backups(path, -1, Disposal.atOnce());
        none.resume(0);
        assertEquals(0, none.unfinished());
        none.resume(-1);
        assertEquals(0, none.unfinished());
    }
}
