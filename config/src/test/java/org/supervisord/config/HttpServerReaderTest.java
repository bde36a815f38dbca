package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpServerReaderTest {
    @TempDir Path folder;
    private ConfigBench bench;

    @BeforeEach
    void open() {
        bench = new ConfigBench(folder);
    }

    @Test
    void httpServersHaveKeysOfOurs() throws ConfigException, IOException {
        Files.writeString(folder.resolve("pem"), "");
        Files.writeString(folder.resolve("key"), "");
        Configuration read =
                bench.readWith(
                        """
                        [unix_http_server]
                        file=%(here)s/s.sock
                        access_read=web, @www
                        access_full=501 @601
                        max_connections=7
                        max_header_size=2KB
                        max_body_size=1MB
                        request_timeout=5
                        idle_timeout=6
                        [inet_http_server]
                        port=9001
                        ssl_certfile=%(here)s/pem
                        ssl_keyfile=%(here)s/key
                        [inet_http_server:two]
                        port=9002
                        ssl_certfile=%(here)s/pem
                        """);
        var unix = (HttpServerSettings.Unix) read.servers().get(2);
        var people = new HttpServerSettings.People(Set.of(501), Set.of(601));
        assertEquals(
                Optional.of(new HttpServerSettings.Access(Optional.of(people), people)),
                unix.access());
        assertEquals(
                new HttpServerSettings.Limits(OptionalInt.of(7), 2048, 1 << 20, 5, 6),
                unix.limits());
        var inet = (HttpServerSettings.Inet) read.servers().get(0);
        Path pem = folder.resolve("pem");
        assertEquals(
                Optional.of(new HttpServerSettings.Tls(pem, folder.resolve("key"))), inet.tls());
        assertEquals(HttpServerSettings.Limits.DEFAULT, inet.limits());
        assertEquals(
                Optional.of(new HttpServerSettings.Tls(pem, pem)),
                ((HttpServerSettings.Inet) read.servers().get(1)).tls());
    }

    @ParameterizedTest
    @CsvSource({
        "max_connections=0,0 is not between 1 and 10000 for max_connections (line ",
        "max_body_size=1GB,1073741824 is not between 1024 and 67108864 for max_body_size (line ",
        "ssl_certfile=/no/such,/no/such is not an existing file for ssl_certfile (line ",
        "access_read=nobodyknown,Invalid user name nobodyknown for access_read (line ",
        "access_full=@nobodyknown,Invalid group name nobodyknown for access_full (line ",
        "password={SSHA256}x,password: {SSHA256}"
    })
    void keysOfServersAreChecked(String line, String message) {
        String kind = line.startsWith("access") ? "unix_http_server" : "inet_http_server";
        String password = line.startsWith("password") ? "" : "password=p\n";
        String refusal =
                bench.refusalWith(
                        "[%s]\nport=1\nfile=/tmp/x\nusername=u\n%s%s\n"
                                .formatted(kind, password, line));
        assertTrue(refusal.contains(message), refusal);
    }

    @Test
    void httpServersHaveDefaultsAndKeys() throws ConfigException {
        Configuration read =
                bench.readWith(
                        """
                        [unix_http_server]
                        file=%(here)s/s.sock
                        [unix_http_server:two]
                        file=%(here)s/t.sock
                        chmod=0770
                        chown=web:www
                        username=u
                        password={SHA}00
                        [inet_http_server]
                        port=*:9001
                        [inet_http_server:two]
                        port=LOCALHOST:9002
                        get_actions=true
                        server_names=Web.example.org, web
                        username=u
                        password=p
                        """);
        assertEquals(
                List.of(
                        new HttpServerSettings.Inet(
                                "inet_http_server", "", 9001, Optional.empty(), false, List.of()),
                        new HttpServerSettings.Inet(
                                "inet_http_server:two",
                                "localhost",
                                9002,
                                Optional.of(new HttpServerSettings.Credentials("u", "p")),
                                true,
                                List.of("web.example.org", "web")),
                        new HttpServerSettings.Unix(
                                "unix_http_server",
                                folder.resolve("s.sock"),
                                0700,
                                Optional.empty(),
                                Optional.empty()),
                        new HttpServerSettings.Unix(
                                "unix_http_server:two",
                                folder.resolve("t.sock"),
                                0770,
                                Optional.of(new Owner(501, 601)),
                                Optional.of(new HttpServerSettings.Credentials("u", "{SHA}00")))),
                read.servers());
        assertEquals(Optional.of("unix://" + folder.resolve("s.sock")), read.serverurl());
    }
}
