package org.supervisord.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.config.HttpServerSettings;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.loop.ManualScheduler;
import org.supervisord.daemon.loop.SideThread;

class TlsIdentityTest {
    private final RecordedLog log = new RecordedLog();
    private final SideThread arithmetic = new SideThread("none", new ManualScheduler(), 1);

    @TempDir private Path folder;
    private Path certificates;
    private Path key;

    @BeforeEach
    void write() throws IOException {
        certificates = copy("rsa.crt");
        key = copy("rsa.key");
    }

    private Path copy(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = TlsIdentityTest.class.getResourceAsStream("../http/" + name)) {
            Files.copy(in, file);
        }
        return file;
    }

    private void welcome(TlsIdentity identity, int clients) throws IOException {
        for (int i = 0; i < clients; i++) {
            try (SocketChannel client = SocketChannel.open()) {
                identity.wire(client, arithmetic);
            }
        }
    }

    @Test
    void filesThatAreGoneAreToldOfOnceAndReadWhenTheyAreThereAgain() throws Exception {
        TlsIdentity identity =
                new TlsIdentity(new HttpServerSettings.Tls(certificates, key), log.log());
        Files.delete(key);
        welcome(identity, 3);
        assertEquals(1, log.lines().size());
        assertTrue(
                log.lines()
                        .get(0)
                        .startsWith(
                                "ERROR still using the old certificates:"
                                        + " No such file or directory"));
        copy("rsa.key");
        welcome(identity, 3);
        assertEquals(
                List.of("INFO read new certificates from " + certificates),
                log.lines().subList(1, log.lines().size()));

        Files.delete(key);
        welcome(identity, 3);
        assertEquals(3, log.lines().size());
        assertEquals(log.lines().get(0), log.lines().get(2));
    }

    /** With the same file, as when there was no descriptor left for it. */
    @Test
    void whatCouldNotBeReadIsTriedAgain() throws Exception {
        TlsIdentity identity =
                new TlsIdentity(new HttpServerSettings.Tls(certificates, key), log.log());
        Files.delete(key);
        copy("rsa.key");
        Files.setPosixFilePermissions(key, Set.of());
        assumeFalse(Files.isReadable(key), "root may read everything");
        welcome(identity, 3);
        assertEquals(1, log.lines().size());
        Files.setPosixFilePermissions(key, Set.of(PosixFilePermission.OWNER_READ));
        welcome(identity, 3);
        assertEquals(
                List.of("INFO read new certificates from " + certificates),
                log.lines().subList(1, log.lines().size()));
    }
}
