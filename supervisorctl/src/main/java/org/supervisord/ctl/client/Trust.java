package org.supervisord.ctl.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.PKIXReason;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.supervisord.common.Pem;

/**
 * Whom to believe that it is the server.
 *
 * @param host the name or address that its certificate has to have
 * @param caFile the certificates in PEM of those who vouch for it, empty for those that the JDK
 *     knows
 */
record Trust(String host, Optional<Path> caFile) {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /**
     * Encrypts a connection.
     *
     * @throws IOException when the other end can't prove that it is the server
     */
    SSLSocket over(SocketChannel channel) throws IOException {
        int port = ((InetSocketAddress) channel.getRemoteAddress()).getPort();
        SSLSocket socket =
                (SSLSocket)
                        context()
                                .getSocketFactory()
                                .createSocket(channel.socket(), host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(PROTOCOLS);
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
            return socket;
        } catch (SSLException e) {
            throw new IOException("no encrypted connection with " + host + ": " + reason(e), e);
        }
    }

    private String reason(SSLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException
                    || cause instanceof CertPathValidatorException invalid
                            && invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR) {
                return caFile.map(file -> "nobody in ssl_cafile " + file)
                                .orElse("nobody that the JDK knows")
                        + " vouches for its certificate"
                        + caFile.map(file -> "")
                                .orElse("; [supervisorctl] may name others in ssl_cafile");
            }
        }
        return e.getMessage();
    }

    private SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(authorities());
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException("can't use ssl_cafile: " + e.getMessage(), e);
        }
    }

    /** Null stands for those that the JDK knows. */
    private KeyStore authorities() throws IOException, GeneralSecurityException {
        if (caFile.isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate found : Pem.certificates(caFile.get())) {
            store.setCertificateEntry("authority " + number++, found);
        }
        return store;
    }
}
