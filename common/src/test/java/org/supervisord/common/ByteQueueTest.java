package org.supervisord.common;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ByteQueueTest {
    private final ByteQueue queue = new ByteQueue();

    @Test
    void findsWordsAndLines() {
        add("READY\nRESULT 2\n");
        assertTrue(queue.startsWith("READY\n".getBytes(ISO_8859_1)));
        assertFalse(queue.startsWith("READY\nRESULT 2\nO".getBytes(ISO_8859_1)));
        queue.skip(6);
        assertEquals(8, queue.indexOf((byte) '\n', 0));
        assertEquals(-1, queue.indexOf((byte) '\n', 9));
        assertEquals("RESULT 2", first(8));
        assertEquals('2', queue.at(7));
    }

    @Property(tries = 300)
    void whatGoesInComesOutInOrder(
            @ForAll List<@IntRange(min = 0, max = 2000) Integer> added,
            @ForAll List<@IntRange(min = 0, max = 2000) Integer> taken) {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < Math.max(added.size(), taken.size()); i++) {
            if (i < added.size()) {
                String text = String.valueOf((char) ('a' + i % 26)).repeat(added.get(i));
                expected.append(text);
                add(text);
            }
            int out = i < taken.size() ? Math.min(taken.get(i), expected.length()) : 0;
            assertEquals(expected.substring(0, out), first(out));
            queue.skip(out);
            expected.delete(0, out);
            assertEquals(expected.length(), queue.length());
        }
        assertEquals(expected.toString(), first(queue.length()));
        queue.clear();
        assertTrue(queue.isEmpty());
    }

    private String first(int count) {
        return new String(queue.first(count), ISO_8859_1);
    }

    private void add(String text) {
        queue.add(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    }
}
