package org.supervisord.daemon.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A secret that is in every form of our pages. Another site's page can make a browser send a
 * request here, but can't read our pages; so a request that knows the secret comes from one.
 */
final class PageToken {
    static final String FIELD = "token";

    private final String secret;

    private PageToken(String secret) {
        this.secret = secret;
    }

    /** A new secret of 128 bits. */
    static PageToken fresh() {
        byte[] bits = new byte[16];
        new SecureRandom().nextBytes(bits);
        return new PageToken(HexFormat.of().formatHex(bits));
    }

    /** The secret, for our own forms. */
    String text() {
        return secret;
    }

    /** Whether a request knows it. */
    boolean isIn(Form form) {
        return form.get(FIELD)
                .map(
                        text ->
                                MessageDigest.isEqual(
                                        text.getBytes(StandardCharsets.UTF_8),
                                        secret.getBytes(StandardCharsets.UTF_8)))
                .orElse(false);
    }
}
