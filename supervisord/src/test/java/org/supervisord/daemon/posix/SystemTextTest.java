package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemTextTest {
    @Property
    void bytesOfAnyKindComeBackAsTheyWere(@ForAll byte[] bytes) {
        assertArrayEquals(bytes, SystemText.encode(SystemText.decode(bytes)));
    }

    @Test
    void whatIsUtf8IsReadAsThat() {
        byte[] bytes = "späť 𝄞".getBytes(StandardCharsets.UTF_8);
        assertEquals("späť 𝄞", SystemText.decode(bytes));
        assertArrayEquals(bytes, SystemText.encode("späť 𝄞"));
    }

    @Test
    void aByteThatIsNoUtf8IsHalfASurrogatePairAsInPython() {
        byte[] bytes = {'a', (byte) 0xff, 'b', (byte) 0xe2, (byte) 0x82};
        assertEquals("a\udcffb\udce2\udc82", SystemText.decode(bytes));
    }

    @Test
    void textsThatEndWithAZeroMayBeEmpty(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("cmdline"), "java\0\0-c\0\0");
        assertEquals(List.of("java", "", "-c", ""), SystemText.list(file));
        assertEquals(List.of(), SystemText.list(Files.writeString(file, "")));
    }
}
