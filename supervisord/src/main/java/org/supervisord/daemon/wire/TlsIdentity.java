package org.supervisord.daemon.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.supervisord.config.HttpServerSettings.Tls;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.loop.SideThread;

/**
 * What a server proves its identity with: certificates and a key in PEM. Files that were replaced
 * count for the connections that come after; if they can't be used, the old ones stay.
 */
public final class TlsIdentity {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final List<String> KINDS_OF_KEYS = List.of("RSA", "EC", "Ed25519", "Ed448");
    private static final Pattern CERTIFICATE = pem("CERTIFICATE");
    private static final Pattern KEY = pem("PRIVATE KEY");
    private static final char[] NO_PASSWORD = {};

    static {
        // a client that asks for one handshake after the other has the server do all the work
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private final Tls files;
    private final ActivityLog log;
    private SSLContext context;
    private Stamp stamp;

    /** When the files were changed; empty for one that is not there. */
    private record Stamp(Optional<FileTime> certificates, Optional<FileTime> key) {}

    private static Pattern pem(String what) {
        return Pattern.compile(
                "-----BEGIN %1$s-----([A-Za-z0-9+/=\\s]+)-----END %1$s-----".formatted(what));
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
            stamp = stamp();
            context = read();
        } catch (IOException | GeneralSecurityException e) {
            throw new ServerException.CannotEncrypt(reason(e), e);
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
        try {
            Stamp now = stamp();
            if (!now.equals(stamp)) {
                stamp = now;
                context = read();
                log.info("read new certificates from " + files.certificates());
            }
        } catch (IOException | GeneralSecurityException e) {
            log.error("still using the old certificates: " + reason(e));
        }
    }

    private Stamp stamp() {
        return new Stamp(changed(files.certificates()), changed(files.key()));
    }

    private static Optional<FileTime> changed(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file));
        } catch (IOException e) {
            // reading it tells why
            return Optional.empty();
        }
    }

    private SSLContext read() throws IOException, GeneralSecurityException {
        Certificate[] chain = certificates(files.certificates());
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("server", key(files.key()), NO_PASSWORD, chain);
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(keys.getKeyManagers(), null, null);
        return made;
    }

    private static Certificate[] certificates(Path file)
            throws IOException, GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> found = new ArrayList<>();
        Matcher matcher = CERTIFICATE.matcher(text(file));
        while (matcher.find()) {
            found.add(
                    factory.generateCertificate(
                            new ByteArrayInputStream(matcher.group().getBytes(ISO_8859_1))));
        }
        if (found.isEmpty()) {
            throw new GeneralSecurityException("there is no certificate in PEM in " + file);
        }
        return found.toArray(Certificate[]::new);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, ISO_8859_1);
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        String text = text(file);
        Matcher matcher = KEY.matcher(text);
        if (!matcher.find()) {
            throw new GeneralSecurityException(
                    "there is no PRIVATE KEY in PEM in "
                            + file
                            + (text.contains("PRIVATE KEY-----")
                                    ? "; one of another form becomes such a key by"
                                            + " \"openssl pkcs8 -topk8 -nocrypt -in FILE\""
                                    : ""));
        }
        var encoded = new PKCS8EncodedKeySpec(decoded(matcher.group(1), file));
        for (String kind : KINDS_OF_KEYS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                // it is of another kind
            }
        }
        throw new GeneralSecurityException("the private key in " + file + " can't be read");
    }

    private static byte[] decoded(String base64, Path file) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the private key in " + file + " is no base64", e);
        }
    }

    private static String reason(Exception e) {
        return e instanceof IOException io
                ? SocketErrors.words(io) + ": " + e.getMessage()
                : e.getMessage();
    }
}
