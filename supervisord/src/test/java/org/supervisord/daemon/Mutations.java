package org.supervisord.daemon;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Messages that are almost right: some that are, cut, repeated, joined, and with other bytes in
 * them. That is where parsers err; bytes by chance are refused too early to find anything.
 */
public final class Mutations {
    private static final int MOST_CHANGES = 8;
    private static final int LONGEST = 20_000;

    private final List<byte[]> corpus;
    private final List<byte[]> words;

    /**
     * @param corpus messages that are right, or wrong in a known way
     * @param words that are put into them
     */
    public Mutations(List<String> corpus, List<String> words) {
        this.corpus = bytes(corpus);
        this.words = bytes(words);
    }

    private static List<byte[]> bytes(List<String> texts) {
        return texts.stream().map(it -> it.getBytes(StandardCharsets.ISO_8859_1)).toList();
    }

    /** Messages made of the corpus. */
    public Arbitrary<byte[]> messages() {
        return Arbitraries.randomValue(this::message);
    }

    private byte[] message(Random random) {
        byte[] message = any(corpus, random);
        for (int i = random.nextInt(MOST_CHANGES); i > 0; i--) {
            message = changed(message, random);
        }
        return message.length > LONGEST ? Arrays.copyOf(message, LONGEST) : message;
    }

    private byte[] changed(byte[] message, Random random) {
        int at = random.nextInt(message.length + 1);
        int end = Math.min(message.length, at + random.nextInt(40));
        return switch (random.nextInt(9)) {
            case 0 -> replaced(message, at, end, new byte[0]);
            case 1 -> replaced(message, at, at, any(words, random));
            case 2 -> replaced(message, at, end, any(words, random));
            case 3 -> replaced(message, at, at, Arrays.copyOfRange(message, at, end));
            case 4 -> replaced(message, at, at, new byte[] {(byte) random.nextInt(256)});
            case 5 ->
                    replaced(
                            message,
                            at,
                            Math.min(message.length, at + 1),
                            new byte[] {(byte) random.nextInt(256)});
            case 6 -> Arrays.copyOf(message, at);
            case 7 -> replaced(message, message.length, message.length, any(corpus, random));
            default -> repeated(message, at, end, random.nextInt(500));
        };
    }

    private static byte[] repeated(byte[] message, int at, int end, int times) {
        byte[] piece = Arrays.copyOfRange(message, at, end);
        byte[] many = new byte[Math.min(LONGEST, piece.length * times)];
        for (int i = 0; i < many.length; i++) {
            many[i] = piece[i % piece.length];
        }
        return replaced(message, at, at, many);
    }

    private static byte[] any(List<byte[]> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static byte[] replaced(byte[] message, int from, int to, byte[] by) {
        byte[] made = Arrays.copyOf(message, message.length - (to - from) + by.length);
        System.arraycopy(by, 0, made, from, by.length);
        System.arraycopy(message, to, made, from + by.length, message.length - to);
        return made;
    }
}
