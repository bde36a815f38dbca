package org.supervisord.common;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;

/**
 * Bytes that nobody can guess. They come from the system, as those of {@link SecureRandom} do, but
 * without the search for providers of such bytes, which would be a part of every start. Source:
 * urandom(4). Any thread may ask for them.
 */
public final class RandomBytes {
    private static final String SYSTEM = "/dev/urandom";

    private RandomBytes() {}

    /** As many as are wanted. */
    public static byte[] of(int length) {
        try (InputStream system = new FileInputStream(SYSTEM)) {
            byte[] bytes = system.readNBytes(length);
            if (bytes.length == length) {
                return bytes;
            }
        } catch (IOException e) {
            // no such device, as in a bare chroot: the JDK may know another way
        }
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
