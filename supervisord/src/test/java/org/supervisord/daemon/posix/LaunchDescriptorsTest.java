package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaunchDescriptorsTest {
    private static final String PROPERTY = "supervisord.inherited";
    private static final List<String> WORDS = List.of("java", "-cp", "x.jar", "Main");

    @AfterEach
    void forget() {
        System.clearProperty(PROPERTY);
        System.clearProperty("supervisord.moved");
    }

    @Test
    void mostDaemonsAreStartedWithNone() {
        assertEquals(Set.of(), LaunchDescriptors.all());
        assertEquals(WORDS, LaunchDescriptors.told(WORDS));
        LaunchDescriptors.makeWay();
        assertEquals(Set.of(), LaunchDescriptors.all());
    }

    @Test
    void anotherProgramIsToldOfThemOnceAndByTheirPresentNumbers() {
        System.setProperty(PROPERTY, "30,5");
        assertEquals(Set.of(5, 30), LaunchDescriptors.all());
        List<String> told = List.of("java", "-Dsupervisord.inherited=5,30", "-cp", "x.jar", "Main");
        assertEquals(told, LaunchDescriptors.told(WORDS));
        System.setProperty(PROPERTY, "7");
        assertEquals(
                List.of("java", "-Dsupervisord.inherited=7", "-cp", "x.jar", "Main"),
                LaunchDescriptors.told(told));
        assertEquals(WORDS, LaunchDescriptors.untold(told));
    }

    @Test
    void oneThatWasMovedIsKnownByTheNumberThatItHad() {
        System.setProperty(PROPERTY, "5,18");
        System.setProperty("supervisord.moved", "18=3");
        assertEquals(Set.of(5, 18), LaunchDescriptors.all());
        assertEquals(OptionalInt.of(18), LaunchDescriptors.now(3));
        assertEquals(OptionalInt.of(5), LaunchDescriptors.now(5));
        assertEquals(OptionalInt.empty(), LaunchDescriptors.now(18));
        List<String> told = LaunchDescriptors.told(WORDS);
        assertEquals(
                List.of(
                        "java",
                        // as programs before this one understand it
                        "-Dsupervisord.inherited=5,18",
                        "-Dsupervisord.moved=18=3",
                        "-cp",
                        "x.jar",
                        "Main"),
                told);
        assertEquals(told, LaunchDescriptors.told(told));
        assertEquals(WORDS, LaunchDescriptors.untold(told));
    }
}
