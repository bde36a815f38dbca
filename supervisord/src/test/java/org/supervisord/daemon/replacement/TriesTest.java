package org.supervisord.daemon.replacement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.upgrade.StateException;

class TriesTest {
    private static final List<String> PLAIN =
            List.of("java", "-Xss512k", "-cp", "it.jar:other.jar", "org.it.Main", "-n");

    @Test
    void whatAProgramWasToldIsTakenBack() {
        List<String> words = new ArrayList<>(PLAIN);
        Tries.tell(words, 7, Tries.BACK, "broken\n-D", new TreeSet<>(Set.of(5, 7)));
        assertEquals(
                List.of(
                        "-Dsupervisord.state=7",
                        "-Dsupervisord.try=3",
                        "-Dsupervisord.failure=broken\n-D",
                        "-Dsupervisord.open=5,7"),
                words.subList(1, 5));
        assertEquals(PLAIN, Tries.untold(words));
        Tries.tell(words, 8);
        assertEquals("-Dsupervisord.state=8", words.get(1));
        assertEquals(PLAIN, Tries.untold(words));
    }

    @Test
    void descriptorsOfTenThousandProgramsFitIntoAWord() {
        for (int count : List.of(1, 1000, 30_000)) {
            Set<Integer> open = new TreeSet<>();
            for (int i = 0; i < count; i++) {
                open.add(100_000 + i + i / 50);
            }
            String text = Tries.text(open);
            assertTrue(text.length() < 128 << 10, text.length() + " characters");
            assertEquals(open, Tries.numbers(text));
        }
        assertEquals("5,6,7", Tries.text(new TreeSet<>(Set.of(5, 6, 7))), "as it always was");
    }

    @Test
    void aProgramIsAskedByTheFirstArgumentOfItsMainClass() throws Exception {
        assertEquals(
                List.of(
                        "java",
                        "-Xss512k",
                        "-cp",
                        "it.jar:other.jar",
                        "org.it.Main",
                        Trial.ARGUMENT,
                        "-n"),
                Rehearsal.asked(PLAIN));
        for (List<String> unknown : List.of(List.of("java", "-jar", "it"), PLAIN.subList(0, 4))) {
            assertThrows(StateException.class, () -> Rehearsal.asked(unknown));
        }
    }

    @Test
    void aProgramThatNobodyHasToldAnythingIsTheFirstTryOfNothing() {
        assertEquals(Tries.FIRST, Tries.number());
        assertEquals(Optional.empty(), Tries.state());
        assertEquals(Optional.empty(), Tries.failure());
    }
}
