package org.supervisord.common;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as a configuration has it: itself, or something that only shows whether one that is
 * offered is the same. All comparisons take the same time wherever the two differ.
 *
 * <ul>
 *   <li>{@code {SHA}}: SHA-1 in hexadecimal, as in the reference
 *   <li>{@code {SHA256}}: SHA-256 in hexadecimal or base64
 *   <li>{@code {SSHA256}}: base64 of SHA-256 over password and salt, followed by the salt
 *   <li>{@code {PBKDF2-SHA256}iterations$salt$key}, both in base64 (also with {@code .} for {@code
 *       +} and without padding)
 * </ul>
 */
public sealed interface StoredPassword {
    /** The most iterations, a second or so of work. */
    int MOST_ITERATIONS = 2_000_000;

    /** Whether a password is the one that is stored. */
    boolean matches(String offered);

    /** Whether {@link #matches} takes so long that nobody should wait for it. */
    default boolean isSlow() {
        return false;
    }

    /**
     * Understands what a configuration says. What begins with none of the prefixes is the password
     * itself.
     *
     * @throws IllegalArgumentException when a prefix is followed by something else than it promises
     */
    static StoredPassword of(String text) {
        int end = text.startsWith("{") ? text.indexOf('}') + 1 : 0;
        String rest = text.substring(end);
        return switch (text.substring(0, end)) {
            case "{SHA}" -> new Hex(rest);
            case "{SHA256}" -> sha256(rest);
            case "{SSHA256}" -> salted(rest);
            case "{PBKDF2-SHA256}" -> derived(rest);
            default -> new Plain(text);
        };
    }

    private static StoredPassword sha256(String text) {
        byte[] digest =
                text.matches("[0-9a-fA-F]{64}")
                        ? HexFormat.of().parseHex(text)
                        : base64(text, "{SHA256}");
        if (digest.length != Salted.DIGEST_BYTES) {
            throw new IllegalArgumentException(
                    "{SHA256} has to be followed by 64 hexadecimal digits, or their base64");
        }
        return new Salted(digest, new byte[0]);
    }

    private static StoredPassword salted(String text) {
        byte[] bytes = base64(text, "{SSHA256}");
        if (bytes.length <= Salted.DIGEST_BYTES) {
            throw new IllegalArgumentException("{SSHA256} has no salt behind its digest");
        }
        return new Salted(
                Arrays.copyOf(bytes, Salted.DIGEST_BYTES),
                Arrays.copyOfRange(bytes, Salted.DIGEST_BYTES, bytes.length));
    }

    private static StoredPassword derived(String text) {
        String[] parts = text.split("\\$", -1);
        if (parts.length != 3 || !parts[0].matches("[0-9]+")) {
            throw new IllegalArgumentException(
                    "{PBKDF2-SHA256} has to be followed by iterations$salt$key");
        }
        int iterations = parts[0].length() > 7 ? Integer.MAX_VALUE : Integer.parseInt(parts[0]);
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException(
                    "{PBKDF2-SHA256} takes 1 to " + MOST_ITERATIONS + " iterations");
        }
        byte[] salt = base64(parts[1], "{PBKDF2-SHA256}");
        byte[] key = base64(parts[2], "{PBKDF2-SHA256}");
        if (salt.length == 0 || key.length < 16 || key.length > 64) {
            throw new IllegalArgumentException(
                    "{PBKDF2-SHA256} needs a salt, and a key of 16 to 64 bytes");
        }
        return new Derived(iterations, salt, key);
    }

    private static byte[] base64(String text, String what) {
        try {
            return Base64.getDecoder().decode(text.replace('.', '+'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " is not followed by base64", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] digest(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    /** The password itself. */
    record Plain(String password) implements StoredPassword {
        @Override
        public boolean matches(String offered) {
            return MessageDigest.isEqual(utf8(password), utf8(offered));
        }

        @Override
        public String toString() {
            return "Plain[]";
        }
    }

    /** SHA-1 in hexadecimal; what is none is matched by nothing, as in the reference. */
    record Hex(String text) implements StoredPassword {
        @Override
        public boolean matches(String offered) {
            String hex = HexFormat.of().formatHex(digest("SHA-1", utf8(offered)));
            return MessageDigest.isEqual(utf8(text), utf8(hex));
        }
    }

    /** SHA-256 of the password and a salt, which may be empty. */
    record Salted(byte[] digest, byte[] salt) implements StoredPassword {
        private static final int DIGEST_BYTES = 32;

        @Override
        public boolean matches(String offered) {
            return MessageDigest.isEqual(
                    digest, StoredPassword.digest("SHA-256", utf8(offered), salt));
        }
    }

    /** PBKDF2 with HMAC-SHA-256. Source: RFC 8018 §5.2. */
    record Derived(int iterations, byte[] salt, byte[] key) implements StoredPassword {
        @Override
        public boolean matches(String offered) {
            if (offered.isEmpty()) {
                return false;
            }
            try {
                var spec =
                        new PBEKeySpec(
                                offered.toCharArray(), salt, iterations, key.length * Byte.SIZE);
                return MessageDigest.isEqual(
                        key,
                        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                                .generateSecret(spec)
                                .getEncoded());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has PBKDF2", e);
            }
        }

        @Override
        public boolean isSlow() {
            return true;
        }
    }
}
