package org.supervisord.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomBytesTest {
    @Test
    void thereAreAsManyAsAreWanted() {
        assertEquals(0, RandomBytes.of(0).length);
        assertEquals(1000, RandomBytes.of(1000).length);
    }

    @Test
    void noneComeTwice() {
        Set<ByteBuffer> all = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            all.add(ByteBuffer.wrap(RandomBytes.of(16)));
        }
        assertEquals(1000, all.size());
    }
}
