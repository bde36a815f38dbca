package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentCodingTest {
    @ParameterizedTest
    @CsvSource({
        "/logtail/web, /logtail/web",
        "/gr%C3%BCn%2f, /grün/",
        "/grün, /grün",
        "/grün%20%C3%BC☃, /grün ü☃",
        "/100%, /100%",
        "/%zz%4, /%zz%4"
    })
    void bytesOfPathsAreUtf8EscapedOrNot(String sent, String path) {
        byte[] bytes = sent.getBytes(StandardCharsets.UTF_8);
        assertEquals(path, PercentCoding.decode(new String(bytes, StandardCharsets.ISO_8859_1)));
    }
}
