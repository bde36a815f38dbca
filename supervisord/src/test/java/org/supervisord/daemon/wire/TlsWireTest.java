package org.supervisord.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.SideThread;
import org.supervisord.daemon.loop.Timer;

class TlsWireTest {
    /** Records of one byte, together a multiple of what a wire receives in one go. */
    private static final int RECORDS = 2000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;
    private final LinkedBlockingQueue<Runnable> posted = new LinkedBlockingQueue<>();
    private final Scheduler scheduler =
            new Scheduler() {
                @Override
                public Clock clock() {
                    return Clock.system();
                }

                @Override
                public Timer after(Duration delay, Runnable task) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void post(Runnable task) {
                    posted.add(task);
                }
            };
    private final SideThread arithmetic = new SideThread("arithmetic", scheduler, 9);
    private final ByteBuffer read = ByteBuffer.allocate(65536);
    private SocketChannel client;
    private SSLEngine engine;
    private Wire wire;

    /** The server's end of a new connection, which {@link #client} is the other one of. */
    private Wire connect(SideThread worker) throws Exception {
        Files.writeString(folder.resolve("crt"), resource("rsa.crt"));
        Files.writeString(folder.resolve("key"), resource("rsa.key"));
        TlsIdentity identity =
                new TlsIdentity(
                        new HttpServerSettings.Tls(folder.resolve("crt"), folder.resolve("key")),
                        new RecordedLog().log());
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client = SocketChannel.open(server.getLocalAddress());
            SocketChannel accepted = server.accept();
            accepted.configureBlocking(false);
            return identity.wire(accepted, worker);
        }
    }

    private Wire beginHandshake() throws Exception {
        engine = context().createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {"TLSv1.2"});
        client.configureBlocking(false);
        Wire clients = new TlsWire(client, engine, arithmetic);
        engine.beginHandshake();
        return clients;
    }

    private void shakeHands() throws Exception {
        wire = connect(arithmetic);
        Wire clients = beginHandshake();
        do {
            clients.read(read);
            wire.read(read);
            Runnable task = posted.poll(1, TimeUnit.MILLISECONDS);
            if (task != null) {
                task.run();
            }
        } while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING);
        assertEquals(0, read.position());
        client.configureBlocking(true);
    }

    @AfterEach
    void close() throws IOException {
        arithmetic.close();
        client.close();
        wire.close();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = TlsWireTest.class.getResourceAsStream("../http/" + name)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        }
    }

    private static SSLContext context() throws Exception {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        try (InputStream in = TlsWireTest.class.getResourceAsStream("../http/rsa.crt")) {
            known.setCertificateEntry(
                    "it", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private void encrypt(byte[] content, ByteArrayOutputStream records) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.wrap(content), record);
        records.write(record.array(), 0, record.position());
    }

    /** What comes without asking the selector again, in bytes. */
    private int turn() throws IOException {
        read.clear();
        do {
            wire.read(read);
        } while (wire.hasUnread());
        return read.position();
    }

    @Test
    void whoSendsQuicklyDoesNotKeepTheLoop() throws Exception {
        shakeHands();
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int i = 0; i < RECORDS; i++) {
            encrypt(new byte[] {'x'}, records);
        }
        int once = engine.getSession().getPacketBufferSize();
        assertTrue(records.size() > 2 * once, records.size() + " bytes fit into a turn");
        client.write(ByteBuffer.wrap(records.toByteArray()));

        int arrived = turn();
        assertTrue(arrived < RECORDS, "all in one turn");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (arrived < RECORDS) {
            assertTrue(System.nanoTime() < end, arrived + " have arrived");
            arrived += turn();
        }
        assertEquals(RECORDS, arrived);
    }

    @Test
    void whereTheSystemHasNoThreadForTheHandshakeReadingFails() throws Exception {
        SideThread none = new SideThread("none", scheduler, 1);
        none.call(() -> true);
        none.close();
        wire = connect(none);
        wire.onReadable(() -> fail("told while it reads"));
        beginHandshake().read(read);
        long end = System.nanoTime() + PATIENCE.toNanos();
        assertThrows(
                IOException.class,
                () -> {
                    while (System.nanoTime() < end) {
                        wire.read(read);
                    }
                });
    }
}
