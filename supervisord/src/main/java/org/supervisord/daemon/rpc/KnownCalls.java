package org.supervisord.daemon.rpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Calls that have come before. Clients send the same ones again and again, or others that differ in
 * what their strings say; where all else is the same to the byte, it need not be parsed once more.
 */
final class KnownCalls {
    /** Longer ones are not kept, in bytes: clients must not make the daemon hold much. */
    static final int LONGEST = 1024;

    /** Of more than these, those that have not come for longest go. */
    static final int MOST = 16;

    private static final String STRING = "<string>";
    private static final String END_OF_STRING = "</string>";

    /** The one that came last is the first. */
    private final List<Known> calls = new ArrayList<>();

    /**
     * A call, but not what its strings say, which may be somebody's secret.
     *
     * @param markup its document without the texts of its strings, which are between these
     * @param call its parameters are booleans and empty strings
     */
    private record Known(List<byte[]> markup, RpcCall call) {
        /** The call that a document is, if it differs from this one in nothing but its strings. */
        Optional<RpcCall> read(byte[] document) {
            int at = after(markup.get(0), document, 0);
            int strings = 0;
            List<Object> parameters = new ArrayList<>(call.parameters().size());
            for (Object parameter : call.parameters()) {
                if (at < 0) {
                    return Optional.empty();
                }
                if (parameter instanceof String) {
                    int end = at;
                    while (end < document.length && isText(document[end])) {
                        end++;
                    }
                    parameters.add(new String(document, at, end - at, ISO_8859_1));
                    strings++;
                    at = after(markup.get(strings), document, end);
                } else {
                    parameters.add(parameter);
                }
            }
            return at == document.length
                    ? Optional.of(new RpcCall(call.method(), parameters))
                    : Optional.empty();
        }

        /** Where a document goes on after this piece, or -1 where something else is. */
        private static int after(byte[] piece, byte[] document, int start) {
            int end = start + piece.length;
            return end <= document.length
                            && Arrays.equals(piece, 0, piece.length, document, start, end)
                    ? end
                    : -1;
        }

        /** Whether it stands for itself in a string, whatever is around it. */
        private static boolean isText(byte character) {
            return character >= ' '
                    && character <= '~'
                    && character != '<'
                    && character != '>'
                    && character != '&';
        }
    }

    /** The call that a document is, if it is like one of these. */
    Optional<RpcCall> read(byte[] document) {
        if (document.length > LONGEST) {
            return Optional.empty();
        }
        for (int i = 0; i < calls.size(); i++) {
            Known known = calls.get(i);
            Optional<RpcCall> call = known.read(document);
            if (call.isPresent()) {
                if (i > 0) {
                    calls.remove(i);
                    calls.add(0, known);
                }
                return call;
            }
        }
        return Optional.empty();
    }

    /** Keeps a call that was just read, where its document leaves no doubt what its strings are. */
    void add(byte[] document, RpcCall call) {
        List<String> strings = new ArrayList<>();
        List<Object> kept = new ArrayList<>();
        for (Object parameter : call.parameters()) {
            if (parameter instanceof String string) {
                strings.add(string);
                kept.add("");
            } else if (parameter instanceof Boolean) {
                kept.add(parameter);
            } else {
                // numbers are others each time: they would drive out all the rest
                return;
            }
        }
        if (document.length > LONGEST || !isPlain(document)) {
            return;
        }
        String text = new String(document, ISO_8859_1);
        List<byte[]> markup = new ArrayList<>();
        int start = 0;
        for (String string : strings) {
            int at = text.indexOf(STRING, start) + STRING.length();
            if (at < start + STRING.length() || !text.startsWith(string + END_OF_STRING, at)) {
                return;
            }
            markup.add(Arrays.copyOfRange(document, start, at));
            start = at + string.length();
        }
        if (text.indexOf(STRING, start) >= 0) {
            return;
        }
        markup.add(Arrays.copyOfRange(document, start, document.length));
        Known known = new Known(markup, new RpcCall(call.method(), kept));
        // one that it could not be told by would only drive out others
        if (known.read(document).isPresent()) {
            if (calls.size() == MOST) {
                calls.remove(MOST - 1);
            }
            calls.add(0, known);
        }
    }

    /**
     * Whether it is nothing but elements and their texts, in characters that are single bytes and
     * stand for themselves.
     */
    private static boolean isPlain(byte[] document) {
        for (byte character : document) {
            if (character == '&' || character < ' ' && character != '\n' && character != '\r') {
                return false;
            }
        }
        String text = new String(document, ISO_8859_1);
        int declared = text.startsWith("<?xml ") ? text.indexOf("?>") : 0;
        String declaration = text.substring(0, declared).toLowerCase(Locale.ROOT);
        boolean anyEncoding = declaration.contains("encoding") && !declaration.contains("utf-8");
        return !anyEncoding && text.indexOf("<?", declared) < 0 && !text.contains("<!");
    }
}
