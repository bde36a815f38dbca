package org.supervisord.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class XmlTextTest {
    private static final List<byte[]> FRAGMENTS =
            List.of(
                    "a plain line\n".getBytes(UTF_8),
                    "<&>\r\t\0\u007f\u001b[0m".getBytes(UTF_8),
                    "żółw".getBytes(UTF_8),
                    "\u0080\u07ff\u0800\ud7ff\ue000\ufffd\ufffe\uffff".getBytes(UTF_8),
                    "🐢\udbff\udfff".getBytes(UTF_8),
                    // too long for what they say, surrogates, beyond the last character
                    bytes(0xc0, 0x80, 0xe0, 0x9f, 0x80, 0xf0, 0x8f, 0x80, 0x80),
                    bytes(0xed, 0xa0, 0xbd, 0xed, 0xb0, 0xa2),
                    bytes(0xf4, 0x90, 0x80, 0x80, 0xf5, 0xff),
                    // cut off
                    bytes(0xc5),
                    bytes(0xe2, 0x82),
                    bytes(0xf0, 0x9f, 0x90),
                    bytes(0x82),
                    bytes(0xef, 0xbf));

    @Test
    void bytesAreEncodedAsTheTextThatTheyAre() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int parts = random.nextInt(6); parts > 0; parts--) {
                all.writeBytes(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
            }
            holds(all.toByteArray());
        }
    }

    @Test
    void soAreAnyBytes() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            holds(bytes);
        }
    }

    @Test
    void soIsMuchThatIsNoText() {
        Random random = new Random(3);
        byte[] all = new byte[100_000];
        for (int i = 0; i < 20; i++) {
            for (int at = 0; at < all.length; at++) {
                // none of them begins a piece of ASCII; with each round fewer begin a character
                int least = random.nextInt(20) < i ? 0x80 : 0xc0;
                all[at] = (byte) (least + random.nextInt(0x100 - least));
            }
            holds(all);
        }
        Arrays.fill(all, (byte) 0x80);
        holds(all);
    }

    @Test
    void whatIsInADocumentAsItWasIsNotCopied() {
        for (String text : List.of("", "plain\n\ttext", "żółw 🐢 €")) {
            byte[] bytes = text.getBytes(UTF_8);
            assertSame(bytes, XmlText.encode(bytes));
        }
    }

    private static void holds(byte[] bytes) {
        StringBuilder expected = new StringBuilder();
        XmlText.append(expected, XmlText.decode(bytes));
        byte[] encoded = XmlText.encode(bytes);
        assertArrayEquals(
                expected.toString().getBytes(UTF_8),
                encoded,
                () -> XmlText.decode(bytes) + " became " + XmlText.decode(encoded));
        assertEquals(encoded.length, XmlText.size(bytes));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
