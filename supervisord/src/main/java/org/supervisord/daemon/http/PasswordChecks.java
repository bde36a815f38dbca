package org.supervisord.daemon.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.supervisord.common.StoredPassword;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.SideThread;

/**
 * Looks at passwords that take long to look at, beside the loop. The right one is known again at
 * once: clients send it with every request. To be used on the loop's thread.
 */
final class PasswordChecks {
    private static final int MOST_WAITING = 64;
    private static final String ALGORITHM = "HmacSHA256";

    private final StoredPassword password;
    private final SideThread thread;
    private final byte[] key = new byte[32];
    private boolean hasKey;
    private byte[] right = {};

    PasswordChecks(StoredPassword password, Scheduler scheduler) {
        this.password = password;
        this.thread = new SideThread("passwords", scheduler, MOST_WAITING);
    }

    /** Whether it is the password; fails when too many wait. */
    CompletableFuture<Boolean> matches(String offered) {
        byte[] mark = mark(offered);
        if (MessageDigest.isEqual(mark, right)) {
            return CompletableFuture.completedFuture(true);
        }
        return thread.call(() -> password.matches(offered))
                .thenApply(
                        matches -> {
                            if (matches) {
                                right = mark;
                            }
                            return matches;
                        });
    }

    /** What tells a password from others to whoever has the key, which is nobody but us. */
    private byte[] mark(String text) {
        if (!hasKey) {
            new SecureRandom().nextBytes(key);
            hasKey = true;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    void close() {
        thread.close();
    }
}
