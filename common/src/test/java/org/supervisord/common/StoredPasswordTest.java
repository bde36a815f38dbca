package org.supervisord.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The digests are Python's. */
class StoredPasswordTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret é",
                "{SHA}2a167555cdbefa9dec911b21148f2a74fb158992",
                "{SHA256}e51155c618c5c438d3ef33cec650a5013328c9b6950a12bd59653be757190475",
                "{SHA256}5RFVxhjFxDjT7zPOxlClATMoybaVChK9WWU751cZBHU=",
                "{SSHA256}ZH+FHOUh3wRbqavw2ODbEkbGXnwqL1YX8IropkU4LAJzYWx0c2FsdA==",
                "{PBKDF2-SHA256}1000$c2FsdHNhbHQ=$CLC1zg2fLNAJwqZelZUeHfO0da2stsRbLMIMTuovu+I=",
                "{PBKDF2-SHA256}1000$c2FsdHNhbHQ$CLC1zg2fLNAJwqZelZUeHfO0da2stsRbLMIMTuovu.I"
            })
    void matchesThePasswordAndNoOther(String stored) {
        StoredPassword password = StoredPassword.of(stored);
        assertTrue(password.matches("s3cret é"));
        assertFalse(password.matches("s3cret e"));
        assertFalse(password.matches("s3cret é "));
        assertFalse(password.matches(""));
        if (!stored.equals("s3cret é")) {
            assertFalse(password.matches(stored), "the stored form is no password");
        }
        assertEquals(stored.startsWith("{PBKDF2"), password.isSlow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{SHA256}",
                "{SHA256}e51155",
                "{SHA256}????",
                "{SSHA256}5RFVxhjFxDjT7zPOxlClATMoybaVChK9WWU751cZBHU=",
                "{PBKDF2-SHA256}",
                "{PBKDF2-SHA256}0$c2FsdHNhbHQ=$CLC1zg2fLNAJwqZelZUeHfO0da2stsRbLMIMTuovu+I=",
                "{PBKDF2-SHA256}9999999$c2FsdHNhbHQ=$CLC1zg2fLNAJwqZelZUeHfO0da2stsRbLMIMTuovu+I=",
                "{PBKDF2-SHA256}1000$$CLC1zg2fLNAJwqZelZUeHfO0da2stsRbLMIMTuovu+I=",
                "{PBKDF2-SHA256}1000$c2FsdHNhbHQ=$CLC1"
            })
    void brokenFormsAreToldAtOnce(String stored) {
        assertThrows(IllegalArgumentException.class, () -> StoredPassword.of(stored));
    }

    @Test
    void otherBracesArePartOfThePassword() {
        assertTrue(StoredPassword.of("{MD5}x").matches("{MD5}x"));
        assertTrue(StoredPassword.of("{").matches("{"));
        assertTrue(StoredPassword.of("").matches(""));
    }

    @Test
    void aBrokenSha1IsMatchedByNothingAsInTheReference() {
        assertFalse(StoredPassword.of("{SHA}zz").matches("zz"));
    }

    @Test
    void doesNotShowThePassword() {
        assertFalse(StoredPassword.of("s3cret").toString().contains("s3cret"));
    }
}
