package org.supervisord.daemon.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How far the time of day here is from UTC, as the C library tells it to all programs of this
 * system: the environment's TZ may have rules of its own ({@code EST5EDT,M3.2.0,M11.1.0}), which
 * the JDK does not follow. Source: localtime_r(3).
 */
public final class ZoneOffsets {
    /** The size of {@code struct tm} on 64-bit Linux, and where the offset in seconds stands. */
    private static final int TM_SIZE = 56;

    private static final int TM_GMTOFF = 40;

    private ZoneOffsets() {}

    /**
     * The offset at a point in time, in seconds, up to a day and more. May be called on any thread.
     *
     * @param seconds since 1970
     */
    public static long at(long seconds) {
        byte[] tm = new byte[TM_SIZE];
        return LibC.localtime_r(new long[] {seconds}, tm) == null
                ? 0
                : ByteBuffer.wrap(tm).order(ByteOrder.nativeOrder()).getLong(TM_GMTOFF);
    }
}
