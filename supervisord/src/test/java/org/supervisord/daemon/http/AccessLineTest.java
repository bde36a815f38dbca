package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AccessLineTest {
    @Test
    void saysWhoAskedWhenForWhatAndWhatWasSent() {
        assertEquals(
                "localhost:0 - - [07/Nov/2026:04:28:09 +0000] \"POST /RPC2 HTTP/1.1\" 401 330",
                AccessLine.of(
                        "localhost:0",
                        Instant.parse("2026-11-07T04:28:09.999Z"),
                        "POST /RPC2 HTTP/1.1",
                        HttpStatus.UNAUTHORIZED,
                        330));
    }
}
