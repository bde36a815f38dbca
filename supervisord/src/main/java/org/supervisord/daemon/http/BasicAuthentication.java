package org.supervisord.daemon.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.supervisord.config.HttpServerSettings.Credentials;

/** Knows the one user of a server. Source: RFC 7617. */
final class BasicAuthentication {
    private static final String HASHED = "{SHA}";

    private final byte[] username;
    private final String password;

    BasicAuthentication(Credentials credentials) {
        this.username = bytes(credentials.username());
        this.password = credentials.password();
    }

    /** Whether the Authorization field of a request names the user and the password. */
    boolean admits(Headers headers) {
        Optional<String> field = headers.first("Authorization");
        if (field.isEmpty()) {
            return false;
        }
        String[] parts = field.get().strip().split(" +", 2);
        if (parts.length < 2 || !parts[0].equalsIgnoreCase("basic")) {
            return false;
        }
        byte[] decoded;
        try {
            // this decoder passes over line breaks, which old clients put into long credentials
            decoded = Base64.getMimeDecoder().decode(parts[1]);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
        String text = new String(decoded, StandardCharsets.UTF_8);
        int colon = text.indexOf(':');
        if (colon < 0) {
            return false;
        }
        // both are compared, and in constant time, so that the time taken tells nothing
        boolean knownUser = MessageDigest.isEqual(username, bytes(text.substring(0, colon)));
        boolean rightPassword = isPassword(text.substring(colon + 1));
        return knownUser & rightPassword;
    }

    private boolean isPassword(String offered) {
        if (password.startsWith(HASHED)) {
            return MessageDigest.isEqual(
                    bytes(password.substring(HASHED.length())), bytes(sha1(offered)));
        }
        return MessageDigest.isEqual(bytes(password), bytes(offered));
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes(text)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
