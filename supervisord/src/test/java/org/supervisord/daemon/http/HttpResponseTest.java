package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HttpResponseTest {
    @Test
    void whatALongFieldTakesCountsAsWell() {
        HttpResponse response = HttpResponse.ok("text/plain", new byte[10]);
        long before = response.size();
        assertEquals(before + 1000, response.with("Location", "x".repeat(1000)).size());
        assertEquals(10, response.length());
    }
}
