package org.supervisord.daemon.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.supervisord.daemon.http.HttpRequest;

/** The fields of a query and of a posted form. Fields without a value count as not given. */
final class Form {
    /** As many fields are looked at, of a query and of a body each. */
    private static final int MOST = 100;

    private final Map<String, String> fields;

    private Form(Map<String, String> fields) {
        this.fields = fields;
    }

    /** Of a request: of the same field twice, the query's first counts, and the body's last. */
    static Form of(HttpRequest request) {
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, String> query = new LinkedHashMap<>();
        request.query().ifPresent(text -> parse(text, query, false));
        fields.putAll(query);
        if (request.method().equals("POST")) {
            parse(new String(request.body(), StandardCharsets.ISO_8859_1), fields, true);
        }
        return new Form(fields);
    }

    private static void parse(String text, Map<String, String> fields, boolean lastWins) {
        String[] pairs = text.split("&", MOST + 1);
        for (String pair : List.of(pairs).subList(0, Math.min(pairs.length, MOST))) {
            int equals = pair.indexOf('=');
            if (equals <= 0 || equals == pair.length() - 1) {
                continue;
            }
            String name = decode(pair.substring(0, equals));
            String value = decode(pair.substring(equals + 1));
            if (lastWins) {
                fields.put(name, value);
            } else {
                fields.putIfAbsent(name, value);
            }
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    String get(String name, String otherwise) {
        return fields.getOrDefault(name, otherwise);
    }

    /** Whether a box was ticked. */
    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** Takes a text out of a form's coding; what is no escape stays as it is. */
    static String decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < text.length() ? hex(text.charAt(i + 1)) : -1;
            int low = high < 0 ? -1 : hex(text.charAt(i + 2));
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /** Brings a text into an address: letters, digits and {@code _.-~/} stay, all else is coded. */
    static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || "_.-~/".indexOf(c) >= 0;
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
                out.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return out.toString();
    }

    /**
     * The address of a page with fields.
     *
     * @param fields names and values in turn; one whose value is null or empty is left out
     */
    static String address(String page, String... fields) {
        StringBuilder out = new StringBuilder(page);
        char mark = '?';
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i + 1] != null && !fields[i + 1].isEmpty()) {
                out.append(mark).append(fields[i]).append('=').append(encode(fields[i + 1]));
                mark = '&';
            }
        }
        return out.toString();
    }
}
