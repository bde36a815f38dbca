package org.supervisord.daemon.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.supervisord.common.StoredPassword;
import org.supervisord.daemon.loop.Scheduler;

/**
 * Looks at passwords that take long to look at, on a thread of its own that is there only while it
 * has something to do. The right one is known again at once: clients send it with every request. To
 * be used on the loop's thread.
 */
final class PasswordChecks {
    private static final int MOST_WAITING = 64;
    private static final int IDLE_SECONDS = 5;
    private static final String ALGORITHM = "HmacSHA256";

    private final StoredPassword password;
    private final Scheduler scheduler;
    private final byte[] key = new byte[32];
    private ThreadPoolExecutor thread;
    private byte[] right = {};

    PasswordChecks(StoredPassword password, Scheduler scheduler) {
        this.password = password;
        this.scheduler = scheduler;
    }

    /** Whether it is the password; fails when too many wait. */
    CompletableFuture<Boolean> matches(String offered) {
        if (thread == null) {
            start();
        }
        byte[] mark = mark(offered);
        if (MessageDigest.isEqual(mark, right)) {
            return CompletableFuture.completedFuture(true);
        }
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        try {
            thread.execute(() -> check(offered, mark, outcome));
        } catch (RejectedExecutionException tooMany) {
            outcome.completeExceptionally(tooMany);
        }
        return outcome;
    }

    private void start() {
        new SecureRandom().nextBytes(key);
        thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MOST_WAITING),
                        task -> {
                            Thread made = new Thread(task, "passwords");
                            made.setDaemon(true);
                            return made;
                        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** On the thread of its own. */
    private void check(String offered, byte[] mark, CompletableFuture<Boolean> outcome) {
        boolean matches = password.matches(offered);
        scheduler.post(
                () -> {
                    if (matches) {
                        right = mark;
                    }
                    outcome.complete(matches);
                });
    }

    /** What tells a password from others to whoever has the key, which is nobody but us. */
    private byte[] mark(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    void close() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
