package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DirectMethodsTest {
    private static final String LIBC = "libc.so.6";
    private static final int NO_SUCH_DESCRIPTOR = 9;
    private static final long GETPID = System.getProperty("os.arch").equals("aarch64") ? 172 : 39;

    /** One of each type, there and back. */
    private static final class Some {
        static native int abs(int number);

        static native long labs(long number);

        static native short htons(short number);

        static native String strerror(int errno);

        static native int memcmp(byte[] one, byte[] other, long length);

        static native int pipe(int[] ends);

        static native int close(int descriptor);

        static native int getrlimit(int resource, long[] limit);

        static native Pointer memset(Pointer block, int value, long length);
    }

    private static final class Unknown {
        static native double sqrt(double number);
    }

    private static final class Missing {
        static native int no_such_function(int number);
    }

    /** Else JNA's own way would be taken, and nobody would notice. */
    @Test
    void theDaemonsCallsAreBoundLikeThis() {
        assertDoesNotThrow(() -> DirectMethods.bindDirectly(LibC.class, LIBC));
        assertEquals(ProcessHandle.current().pid(), LibC.syscall(GETPID, 0, 0, 0));
    }

    @Test
    void numbersTextsAndBlocksAreHandedOn() throws Exception {
        DirectMethods.bindDirectly(Some.class, LIBC);

        assertEquals(7, Some.abs(-7));
        assertEquals(1L << 40, Some.labs(-(1L << 40)));
        // the systems this is for are little-endian
        assertEquals((short) 0x0201, Some.htons((short) 0x0102));
        assertEquals("Bad file descriptor", Some.strerror(NO_SUCH_DESCRIPTOR));
        byte[] text = "abc".getBytes(StandardCharsets.US_ASCII);
        assertEquals(0, Some.memcmp(text, text.clone(), text.length));
        int[] ends = new int[2];
        assertEquals(0, Some.pipe(ends));
        assertEquals(0, Some.close(ends[0]));
        assertEquals(0, Some.close(ends[1]));
        long[] limit = {-7, -7};
        assertEquals(0, Some.getrlimit(7, limit));
        assertTrue(limit[0] > 0 && limit[1] != -7);
        try (Memory block = new Memory(3)) {
            assertEquals(block, Some.memset(block, 'x', 3));
            assertArrayEquals(new byte[] {'x', 'x', 'x'}, block.getByteArray(0, 3));
        }
    }

    @Test
    void whyACallFailedIsKnown() throws Exception {
        DirectMethods.bindDirectly(Some.class, LIBC);
        assertEquals(-1, Some.close(-1));
        assertEquals(NO_SUCH_DESCRIPTOR, Native.getLastError());
    }

    @Test
    void otherTypesAreLeftToJna() {
        assertThrows(
                IllegalArgumentException.class,
                () -> DirectMethods.bindDirectly(Unknown.class, "libm.so.6"));
        DirectMethods.bind(Unknown.class, "libm.so.6");
        assertEquals(3.0, Unknown.sqrt(9.0));
    }

    @Test
    void whatIsNotThereIsSaid() {
        UnsatisfiedLinkError e =
                assertThrows(
                        UnsatisfiedLinkError.class, () -> DirectMethods.bind(Missing.class, LIBC));
        assertTrue(e.getMessage().contains("no_such_function"), e.getMessage());
        assertDoesNotThrow(() -> DirectMethods.bind(Some.class, LIBC));
    }
}
