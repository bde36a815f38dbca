package org.supervisord.daemon.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.supervisord.common.StoredPassword;
import org.supervisord.config.HttpServerSettings.Credentials;
import org.supervisord.daemon.loop.Scheduler;

/** Knows the one user of a server. Source: RFC 7617. */
final class BasicAuthentication {
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
     */
    CompletableFuture<Boolean> admits(Headers headers) {
        Optional<String> offered = headers.first("Authorization").flatMap(this::credentials);
        int colon = offered.orElse("").indexOf(':');
        if (colon < 0) {
            return CompletableFuture.completedFuture(false);
        }
        // both are compared, and in constant time, so that the time taken tells nothing
        boolean known = MessageDigest.isEqual(username, bytes(offered.get().substring(0, colon)));
        String tried = offered.get().substring(colon + 1);
        return password.isSlow()
                ? checks.matches(tried).thenApply(right -> right & known)
                : CompletableFuture.completedFuture(password.matches(tried) & known);
    }

    private Optional<String> credentials(String field) {
        String[] parts = field.strip().split(" +", 2);
        if (parts.length < 2 || !parts[0].equalsIgnoreCase("basic")) {
            return Optional.empty();
        }
        try {
            // this decoder passes over line breaks, which old clients put into long credentials
            byte[] decoded = Base64.getMimeDecoder().decode(parts[1]);
            return Optional.of(new String(decoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Ends the thread that looks at passwords, if there is one. */
    void close() {
        checks.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
