package org.supervisord.daemon.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.supervisord.common.Pem;
import org.supervisord.config.HttpServerSettings.Tls;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.SideThread;

/**
 * What a server proves its identity with: certificates and a key in PEM. Files that were replaced
 * count for the connections that come after; if they can't be used, the old ones stay.
 */
public final class TlsIdentity {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final char[] NO_PASSWORD = {};

    static {
        // a client that asks for one handshake after the other has the server do all the work
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private final Tls files;
    private final ActivityLog log;
    private SSLContext context;
    private Stamp stamp;

    /** What was said of the present state of the files, with that state; empty if nothing was. */
    private List<Object> complaint = List.of();

    /** What differs once one of the files was changed or replaced. */
    private record Stamp(List<Object> parts) {
        static Stamp of(Tls files) {
            return new Stamp(List.of(state(files.certificates()), state(files.key())));
        }

        private static Object state(Path file) {
            try {
                var it = Files.readAttributes(file, BasicFileAttributes.class);
                return List.of(it.lastModifiedTime(), it.size(), String.valueOf(it.fileKey()));
            } catch (IOException e) {
                // whoever reads it will say why
                return "";
            }
        }
    }

    /**
     * Reads the files.
     *
     * @throws ServerException which says what is wrong with them
     */
    public TlsIdentity(Tls files, ActivityLog log) throws ServerException {
        this.files = files;
        this.log = log;
        try {
            stamp = Stamp.of(files);
            context = read();
        } catch (IOException | GeneralSecurityException e) {
            throw new ServerException.CannotEncrypt(e.getMessage(), e);
        }
    }

    /**
     * The bytes of a new client.
     *
     * @param arithmetic where the handshake's part of it is done
     */
    public Wire wire(SocketChannel client, SideThread arithmetic) {
        refresh();
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        return new TlsWire(client, engine, arithmetic);
    }

    private void refresh() {
        Stamp now = Stamp.of(files);
        if (now.equals(stamp)) {
            complaint = List.of();
            return;
        }
        try {
            context = read();
            stamp = now;
            complaint = List.of();
            log.info("read new certificates from " + files.certificates());
        } catch (IOException | GeneralSecurityException e) {
            if (!(e.getCause() instanceof FileSystemException)) {
                // else it may be readable the next time, such as with more descriptors
                stamp = now;
            }
            List<Object> said = List.of(now, e.getMessage());
            if (!said.equals(complaint)) {
                complaint = said;
                log.error("still using the old certificates: " + e.getMessage());
            }
        }
    }

    private SSLContext read() throws IOException, GeneralSecurityException {
        Pem pem = Pem.read(files.certificates(), files.key());
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, NO_PASSWORD);
        store.setKeyEntry(
                "server", pem.key(), NO_PASSWORD, pem.certificates().toArray(Certificate[]::new));
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(keys.getKeyManagers(), null, null);
        return made;
    }
}
