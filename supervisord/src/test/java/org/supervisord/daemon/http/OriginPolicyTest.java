package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.supervisord.config.HttpServerSettings;

class OriginPolicyTest {
    private static final HttpServerSettings OPEN =
            new HttpServerSettings.Inet(
                    "inet_http_server",
                    "box.example.org",
                    9001,
                    Optional.empty(),
                    false,
                    List.of("proxy.example.org"));
    private static final HttpServerSettings LOCKED =
            new HttpServerSettings.Inet(
                    "inet_http_server",
                    "",
                    9001,
                    Optional.of(new HttpServerSettings.Credentials("u", "p")),
                    false,
                    List.of());
    private static final HttpServerSettings UNIX =
            new HttpServerSettings.Unix(
                    "unix_http_server", Path.of("s"), 0700, Optional.empty(), Optional.empty());

    private static boolean isForeign(HttpServerSettings server, String... fields) {
        return OriginPolicy.of(server, "Machine.example.org").isForeign(request(fields));
    }

    private static HttpRequest request(String... fields) {
        List<Headers.Field> all = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.add(new Headers.Field(fields[i], fields[i + 1]));
        }
        return new HttpRequest(
                "POST",
                "/RPC2",
                Optional.empty(),
                HttpVersion.HTTP_1_1,
                new Headers(all),
                true,
                new byte[0]);
    }

    @Test
    void programsSayNothingAndAreNotForeign() {
        assertFalse(isForeign(OPEN, "Host", "anything:9001"));
        assertFalse(isForeign(OPEN));
    }

    @Test
    void pagesOfTheServersOwnNamesAreNotForeign() {
        for (String host :
                List.of(
                        "localhost:9001",
                        "127.0.0.1:9001",
                        "[::1]:9001",
                        "machine.example.org:9001",
                        "MACHINE:9001",
                        "box.example.org",
                        "proxy.example.org:8443")) {
            assertFalse(isForeign(OPEN, "Host", host, "Origin", "http://" + host), host);
        }
    }

    @Test
    void pagesOfOtherOriginsAreForeign() {
        String host = "localhost:9001";
        for (String origin :
                List.of(
                        "null",
                        "http://evil.invalid",
                        "http://localhost:9002",
                        "http://localhost")) {
            assertTrue(isForeign(OPEN, "Host", host, "Origin", origin), origin);
            assertTrue(isForeign(LOCKED, "Host", host, "Origin", origin), origin);
            assertTrue(isForeign(UNIX, "Host", host, "Origin", origin), origin);
        }
        assertTrue(isForeign(OPEN, "Host", host, "Sec-Fetch-Site", "cross-site"));
        assertTrue(isForeign(OPEN, "Host", host, "Sec-Fetch-Site", "same-site"));
    }

    @Test
    void aNameThatIsNotKnownIsForeignWhereNobodyIsAskedForAPassword() {
        String[] rebound = {
            "Host", "rebound.invalid:9001", "Origin", "http://rebound.invalid:9001"
        };
        assertTrue(isForeign(OPEN, rebound));
        assertFalse(isForeign(LOCKED, rebound));
        assertFalse(isForeign(UNIX, rebound));
    }

    @Test
    void onlyKnownNamesMayBeInRedirects() {
        OriginPolicy locked = OriginPolicy.of(LOCKED, "machine");
        assertEquals(
                List.of(true, true, false, false),
                List.of("machine:1", "10.0.0.1", "other", "machine:1.evil").stream()
                        .map(host -> locked.isOwnHost(request("Host", host)))
                        .toList());
        assertFalse(locked.isOwnHost(request()));
    }
}
