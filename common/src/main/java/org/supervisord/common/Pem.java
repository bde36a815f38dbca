package org.supervisord.common;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server proves with who it is, out of files in PEM. Source: RFC 7468.
 *
 * @param certificates the server's own and those that lead to a known authority
 * @param key of the first certificate: RSA, EC or EdDSA, in PKCS#8, without a password
 */
public record Pem(List<Certificate> certificates, PrivateKey key) {
    /** The most bytes of a file. */
    private static final int MAX_BYTES = 1 << 20;

    /** How something is signed with the kinds of keys whose name does not say it. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

    /** In the order in which an encoded key is tried. */
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519", "Ed448");

    private static final Pattern CERTIFICATE = pem("CERTIFICATE");
    private static final Pattern KEY = pem("PRIVATE KEY");

    private static Pattern pem(String what) {
        return Pattern.compile(
                "-----BEGIN %1$s-----([A-Za-z0-9+/=\\s]+)-----END %1$s-----".formatted(what));
    }

    /**
     * Reads both; they may stand in one file.
     *
     * @throws IOException when one can't be read, or isn't there, or they don't belong together
     */
    public static Pem read(Path certificates, Path key) throws IOException {
        Pem pem = new Pem(certificates(certificates), privateKey(key));
        if (!belongTogether(pem.certificates.get(0), pem.key)) {
            throw new IOException(
                    "the private key in %s is not that of the certificate in %s"
                            .formatted(key, certificates));
        }
        return pem;
    }

    /**
     * All certificates of a file, in their order.
     *
     * @return one or more
     * @throws IOException when it can't be read, or there is none in it; names the file
     */
    public static List<Certificate> certificates(Path file) throws IOException {
        List<Certificate> found = new ArrayList<>();
        Matcher matcher = CERTIFICATE.matcher(text(file));
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (matcher.find()) {
                found.add(
                        factory.generateCertificate(
                                new ByteArrayInputStream(matcher.group().getBytes(ISO_8859_1))));
            }
        } catch (CertificateException e) {
            throw new IOException("a certificate in " + file + " can't be read", e);
        }
        if (found.isEmpty()) {
            throw new IOException("there is no certificate in PEM in " + file);
        }
        return found;
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        String text = text(file);
        Matcher matcher = KEY.matcher(text);
        if (!matcher.find()) {
            throw new IOException(
                    "there is no PRIVATE KEY in PEM in "
                            + file
                            + (text.contains("PRIVATE KEY-----")
                                    ? "; one of another form becomes such a key by"
                                            + " \"openssl pkcs8 -topk8 -nocrypt -in FILE\""
                                    : ""));
        }
        var encoded = new PKCS8EncodedKeySpec(decoded(matcher.group(1), file));
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                // it is of another kind
            } catch (GeneralSecurityException e) {
                throw new IOException(kind + " keys are not known to this Java", e);
            }
        }
        throw new IOException("the private key in " + file + " can't be read");
    }

    /** Whether a key is that of a certificate: what is signed with the one, the other proves. */
    private static boolean belongTogether(Certificate certificate, PrivateKey key) {
        String algorithm = SIGNATURES.getOrDefault(key.getAlgorithm(), key.getAlgorithm());
        try {
            byte[] any = certificate.getEncoded();
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(any);
            byte[] signature = signing.sign();
            Signature proving = Signature.getInstance(algorithm);
            proving.initVerify(certificate.getPublicKey());
            proving.update(any);
            return proving.verify(signature);
        } catch (GeneralSecurityException e) {
            // such as the keys of two kinds
            return false;
        }
    }

    private static byte[] decoded(String base64, Path file) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException("the private key in " + file + " is no base64", e);
        }
    }

    /** Nothing but regular files: to open others can take for ever. */
    private static String text(Path file) throws IOException {
        byte[] bytes;
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new IOException("not a regular file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
        } catch (IOException e) {
            throw new IOException(SystemWords.of(e) + ": " + file, e);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("more than " + (MAX_BYTES >> 20) + " MB: " + file);
        }
        return new String(bytes, ISO_8859_1);
    }
}
