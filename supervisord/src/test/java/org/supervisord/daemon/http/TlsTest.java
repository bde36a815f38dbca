package org.supervisord.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.daemon.wire.ServerException;

class TlsTest {
    private static final int LARGE = 3_000_000;
    private static final String NO_BASE64 =
            "-----BEGIN PRIVATE KEY-----\nx==\n-----END PRIVATE KEY-----\n";

    @TempDir Path folder;

    @BeforeEach
    void useRsa() throws IOException {
        use("rsa");
    }

    @ParameterizedTest
    @CsvSource({
        "rsa,TLSv1.2",
        "rsa,TLSv1.3",
        "ec,TLSv1.2",
        "ec,TLSv1.3",
        "ed,TLSv1.2",
        "ed,TLSv1.3"
    })
    void speaksHttps(String kind, String protocol) throws Exception {
        use(kind);
        try (RunningServer server = open();
                SSLSocket client = connect(server, kind)) {
            client.setEnabledProtocols(new String[] {protocol});
            for (int i = 0; i < 3; i++) {
                assertEquals("hello " + i, post(client, "hello " + i));
            }
            assertEquals(protocol, client.getSession().getProtocol());
        }
    }

    @Test
    void largeBodiesAndAnswersPass() throws Exception {
        try (RunningServer server = open();
                SSLSocket client = connect(server, "rsa")) {
            String body = "x".repeat(LARGE);
            assertEquals(body, post(client, body));
        }
    }

    @Test
    void pipelinedRequestsInOneRecordAreAllAnswered() throws Exception {
        try (RunningServer server = open();
                SSLSocket client = connect(server, "rsa")) {
            String one = request("a".repeat(50));
            client.getOutputStream().write(one.repeat(100).getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 100; i++) {
                assertEquals("a".repeat(50), answer(client.getInputStream()));
            }
        }
    }

    @Test
    void streamsPass() throws Exception {
        try (RunningServer server = open();
                SSLSocket client = connect(server, "rsa")) {
            client.getOutputStream()
                    .write("GET /stream HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(all.endsWith("y".repeat(100_000)), () -> all.length() + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void olderProtocolsAreRefused(String protocol) throws Exception {
        try (RunningServer server = open();
                SSLSocket client = connect(server, "rsa")) {
            client.setEnabledProtocols(new String[] {protocol});
            assertThrows(SSLException.class, client::startHandshake);
        }
    }

    @Test
    void whoDoesNotSpeakTlsIsCutOff() throws Exception {
        try (RunningServer server = open();
                RawClient client = server.connect()) {
            client.send("GET / HTTP/1.1\r\n\r\n");
            assertTrue(client.seesEnd(RawClient.PATIENCE));
            try (SSLSocket another = connect(server, "rsa")) {
                assertEquals("still there", post(another, "still there"));
            }
        }
    }

    @Test
    void aHandshakeThatStopsIsCutOff() throws Exception {
        HttpLimits hasty =
                new HttpLimits(
                        9,
                        9999,
                        9999,
                        9999,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(9));
        try (RunningServer server = open(hasty);
                RawClient client = server.connect()) {
            client.send(new byte[] {22, 3, 1, 2, 0, 1});
            assertTrue(client.seesEnd(RawClient.PATIENCE));
        }
    }

    @Test
    void newFilesCountForNewConnections() throws Exception {
        try (RunningServer server = open()) {
            try (SSLSocket client = connect(server, "rsa")) {
                assertEquals("old", post(client, "old"));
                use("ec");
                touch();
                assertEquals("goes on", post(client, "goes on"));
            }
            try (SSLSocket client = connect(server, "ec")) {
                assertEquals("new", post(client, "new"));
            }
            Files.writeString(folder.resolve("key"), "broken");
            try (SSLSocket client = connect(server, "ec")) {
                assertEquals("as before", post(client, "as before"));
            }
            Files.writeString(folder.resolve("key"), NO_BASE64);
            try (SSLSocket client = connect(server, "ec")) {
                assertEquals("still as before", post(client, "still as before"));
            }
            Files.writeString(folder.resolve("key"), resource("rsa.key"));
            try (SSLSocket client = connect(server, "ec")) {
                assertEquals("not one of them alone", post(client, "not one of them alone"));
            }
            use("rsa");
            try (SSLSocket client = connect(server, "rsa")) {
                assertEquals("mended", post(client, "mended"));
            }
        }
    }

    /** Nobody ever writes to it: to open it would take for ever. */
    @Test
    void aPipeInPlaceOfAFileIsNotOpened() throws Exception {
        try (RunningServer server = open()) {
            Files.delete(folder.resolve("key"));
            String pipe = folder.resolve("key").toString();
            assertEquals(0, new ProcessBuilder("mkfifo", pipe).start().waitFor());
            try (SSLSocket client = connect(server, "rsa")) {
                assertEquals("as before", post(client, "as before"));
            }
        }
    }

    @Test
    void oneFileMayHoldBoth() throws Exception {
        Files.writeString(
                folder.resolve("key"),
                Files.readString(folder.resolve("key"))
                        + "some words\n"
                        + Files.readString(folder.resolve("certificates")));
        Files.copy(
                folder.resolve("key"),
                folder.resolve("certificates"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (RunningServer server = open();
                SSLSocket client = connect(server, "rsa")) {
            assertEquals("hello", post(client, "hello"));
        }
    }

    @Test
    void unusableFilesAreToldOf() throws Exception {
        Files.writeString(folder.resolve("key"), resource("old.key"));
        assertTrue(refusal().contains("openssl pkcs8 -topk8"), refusal());
        Files.writeString(folder.resolve("key"), NO_BASE64);
        assertTrue(refusal().contains("is no base64"), refusal());
        Files.writeString(folder.resolve("key"), resource("ec.key"));
        assertTrue(refusal().contains("is not that of the certificate in " + folder), refusal());
        Files.writeString(folder.resolve("key"), " ".repeat(1_048_577));
        assertTrue(refusal().contains("more than 1 MB: " + folder), refusal());
        Files.writeString(folder.resolve("key"), "nothing");
        assertTrue(refusal().contains("there is no PRIVATE KEY in PEM in " + folder), refusal());
        Files.writeString(folder.resolve("certificates"), "nothing");
        assertTrue(refusal().contains("there is no certificate in PEM in " + folder), refusal());
        use("rsa");
        Files.delete(folder.resolve("key"));
        assertTrue(refusal().contains("No such file or directory"), refusal());
    }

    private String refusal() {
        ServerException e = assertThrows(ServerException.class, this::open);
        return e.getMessage();
    }

    private void use(String kind) throws IOException {
        Files.writeString(folder.resolve("certificates"), resource(kind + ".crt"));
        Files.writeString(folder.resolve("key"), resource(kind + ".key"));
    }

    /** So that the change is seen although it came within the clock's resolution. */
    private void touch() throws IOException {
        Files.setLastModifiedTime(
                folder.resolve("key"), FileTime.from(Instant.now().plusSeconds(5)));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = TlsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private RunningServer open() throws IOException {
        return open(HttpLimits.DEFAULT);
    }

    private RunningServer open(HttpLimits limits) throws IOException {
        var settings =
                new HttpServerSettings.Inet(
                        "inet_http_server",
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        false,
                        List.of(),
                        Optional.of(
                                new HttpServerSettings.Tls(
                                        folder.resolve("certificates"), folder.resolve("key"))),
                        HttpServerSettings.Limits.DEFAULT);
        return new RunningServer(settings, limits, loop -> handler());
    }

    private static HttpHandler handler() {
        var echo =
                new PostEndpoint(
                        "text/plain",
                        body -> CompletableFuture.completedFuture(List.of(body)),
                        failure -> false,
                        new OriginPolicy(java.util.Set.of()),
                        RunningServer.LOG);
        return new Router()
                .route("/echo", echo)
                .route(
                        "/stream",
                        (request, responder) ->
                                responder.stream(
                                        HttpResponse.ok("text/plain", new byte[0]), new Letters()));
    }

    /** Many letters. */
    private static final class Letters implements BodySource {
        private int left = 100_000;

        @Override
        public void onMore(Runnable more) {
            // it has everything from the beginning
        }

        @Override
        public int read(ByteBuffer into) {
            int count = Math.min(left, into.remaining());
            for (int i = 0; i < count; i++) {
                into.put((byte) 'y');
            }
            left -= count;
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() {
            left = 0;
        }
    }

    private static SSLSocket connect(RunningServer server, String trusted) throws Exception {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        try (InputStream in = TlsTest.class.getResourceAsStream(trusted + ".crt")) {
            known.setCertificateEntry(
                    "it",
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        int port = ((InetSocketAddress) server.address()).getPort();
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout((int) RawClient.PATIENCE.toMillis());
        return socket;
    }

    private static String request(String body) {
        return "POST /echo HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String post(SSLSocket client, String body) throws IOException {
        client.getOutputStream().write(request(body).getBytes(StandardCharsets.US_ASCII));
        return answer(client.getInputStream());
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended after " + head);
            }
            head.append((char) next);
        }
        int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
        return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    }
}
