package org.supervisord.daemon.posix;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts of the system: bytes without a zero, most of them UTF-8. A byte that is not becomes half of
 * a surrogate pair, and that byte again on its way back. Source: Python does the same, PEP 383.
 */
final class SystemText {
    /** The byte 0x80 is the character U+DC80. */
    private static final int ESCAPED = 0xDC00;

    private static final int FIRST = 0xDC80;
    private static final int LAST = 0xDCFF;

    private SystemText() {}

    static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPED + (in.get() & 0xFF)));
            }
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }

    static byte[] encode(String text) {
        if (text.chars().noneMatch(it -> it >= FIRST && it <= LAST)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        text.codePoints()
                .forEach(
                        it -> {
                            if (it >= FIRST && it <= LAST) {
                                bytes.write(it - ESCAPED);
                            } else {
                                bytes.writeBytes(
                                        Character.toString(it).getBytes(StandardCharsets.UTF_8));
                            }
                        });
        return bytes.toByteArray();
    }

    /** Texts that end with a zero each, as /proc has them. */
    static List<String> list(Path file) throws IOException {
        return list(Files.readAllBytes(file));
    }

    /** The same, already read. */
    static List<String> list(byte[] bytes) {
        List<String> texts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                texts.add(decode(Arrays.copyOfRange(bytes, start, i)));
                start = i + 1;
            }
        }
        if (start < bytes.length) {
            texts.add(decode(Arrays.copyOfRange(bytes, start, bytes.length)));
        }
        return List.copyOf(texts);
    }
}
