package org.supervisord.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
    @ParameterizedTest
    @CsvSource({"TERM,15", "sigterm,15", "' Hup ',1", "9,9", "0,0", "SIGRTMAX,64", "USR2,12"})
    void readsNamesAndNumbers(String text, int number) {
        assertEquals(Optional.of(new Signal(number)), Signal.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NOPE", "65", "-1", "99999999999999", "SIG"})
    void knowsNoOthers(String text) {
        assertTrue(Signal.parse(text).isEmpty());
    }

    @Test
    void writesItsName() {
        assertEquals("SIGTERM", Signal.TERM.toString());
        assertEquals("signal 42", new Signal(42).toString());
        // of several names for one the reference takes that one
        assertEquals("SIGPOLL", Signal.parse("IO").orElseThrow().toString());
        assertEquals("SIGABRT", Signal.parse("IOT").orElseThrow().toString());
        assertEquals("SIGCHLD", Signal.parse("CLD").orElseThrow().toString());
    }
}
