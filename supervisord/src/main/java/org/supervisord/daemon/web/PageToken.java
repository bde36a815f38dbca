package org.supervisord.daemon.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.supervisord.common.RandomBytes;

/**
 * A secret that is in every form of our pages. Another site's page can make a browser send a
 * request here, but can't read our pages; so a request that knows the secret comes from one.
 */
final class PageToken {
    static final String FIELD = "token";

    /** Empty until a page is asked for: a source of random bits is nothing that a daemon needs. */
    private Optional<String> secret = Optional.empty();

    /** The secret of 128 bits, for our own forms. */
    String text() {
        if (secret.isEmpty()) {
            secret = Optional.of(HexFormat.of().formatHex(RandomBytes.of(16)));
        }
        return secret.get();
    }

    /** The secret, if a page was asked for. */
    Optional<String> secret() {
        return secret;
    }

    /** Goes on with the secret of a former program. */
    void resume(Optional<String> former) {
        secret = former;
    }

    /** Whether a request knows it. */
    boolean isIn(Form form) {
        return form.get(FIELD)
                .map(
                        text ->
                                MessageDigest.isEqual(
                                        text.getBytes(StandardCharsets.UTF_8),
                                        text().getBytes(StandardCharsets.UTF_8)))
                .orElse(false);
    }
}
