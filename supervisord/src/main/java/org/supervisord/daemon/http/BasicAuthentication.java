package org.supervisord.daemon.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.supervisord.common.StoredPassword;
import org.supervisord.config.HttpServerSettings.Credentials;
import org.supervisord.daemon.loop.Scheduler;

/** Knows the one user of a server. Source: RFC 7617. */
final class BasicAuthentication {
    private static final Pattern NO_DIGITS = Pattern.compile("[^A-Za-z0-9+/=]");

    /** So many digits of base64 are three bytes; the last ones are filled up. */
    private static final int GROUP = 4;

    private final byte[] username;
    private final StoredPassword password;
    private final PasswordChecks checks;

    BasicAuthentication(Credentials credentials, Scheduler scheduler) {
        this.username = bytes(credentials.username());
        this.password = StoredPassword.of(credentials.password());
        this.checks = new PasswordChecks(password, scheduler);
    }

    /**
     * Whether the Authorization field of a request names the user and the password. Completed on
     * the loop's thread; fails when too many passwords wait to be looked at.
     *
     * @throws Refusal when what stands there is malformed, whoever is meant
     */
    CompletableFuture<Boolean> admits(Headers headers) throws Refusal {
        String offered = credentials(headers.first("Authorization").orElse(""));
        int colon = offered.indexOf(':');
        if (colon < 0) {
            return CompletableFuture.completedFuture(false);
        }
        // both are compared, and in constant time, so that the time taken tells nothing
        boolean known = MessageDigest.isEqual(username, bytes(offered.substring(0, colon)));
        String tried = offered.substring(colon + 1);
        return password.isSlow()
                ? checks.matches(tried).thenApply(right -> right & known)
                : CompletableFuture.completedFuture(password.matches(tried) & known);
    }

    private static String credentials(String field) throws Refusal {
        String[] parts = field.strip().split(" +", 2);
        if (parts.length < 2 || !parts[0].equalsIgnoreCase("basic")) {
            return "";
        }
        // old clients put line breaks into long credentials
        String digits = NO_DIGITS.matcher(parts[1]).replaceAll("");
        if (digits.length() % GROUP != 0) {
            throw malformed();
        }
        try {
            ByteBuffer decoded = ByteBuffer.wrap(Base64.getDecoder().decode(digits));
            return StandardCharsets.UTF_8.newDecoder().decode(decoded).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw malformed();
        }
    }

    private static Refusal malformed() {
        return new Refusal(HttpStatus.BAD_REQUEST, "malformed credentials");
    }

    /** Ends the thread that looks at passwords, if there is one. */
    void close() {
        checks.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
