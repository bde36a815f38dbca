package org.supervisord.daemon.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer. The connection itself adds Server, Date, Connection and how the body is delimited.
 *
 * @param body in pieces of any size; empty for an answer that is streamed
 */
public record HttpResponse(HttpStatus status, Headers headers, List<byte[]> body) {
    /** With a body in one piece. */
    public HttpResponse(HttpStatus status, Headers headers, byte[] body) {
        this(status, headers, List.of(body));
    }

    /** A 200 with a body of this type. */
    public static HttpResponse ok(String contentType, byte[] body) {
        return new HttpResponse(HttpStatus.OK, Headers.of("Content-Type", contentType), body);
    }

    /** An error with the small page that the reference shows for it. */
    public static HttpResponse error(HttpStatus status) {
        String page =
                String.join(
                        "\r\n",
                        "<head>",
                        "<title>Error response</title>",
                        "</head>",
                        "<body>",
                        "<h1>Error response</h1>",
                        "<p>Error code " + status.code() + ".",
                        "<p>Message: " + status.reason() + ".",
                        "</body>",
                        "");
        return new HttpResponse(status, Headers.NONE, page.getBytes(StandardCharsets.US_ASCII))
                .with("Content-Type", "text/html");
    }

    /** How many bytes the body has. */
    long length() {
        long length = 0;
        for (byte[] piece : body) {
            length += piece.length;
        }
        return length;
    }

    /** About how many bytes are held while the client has not read it: fields may be long, too. */
    long size() {
        long size = length();
        for (Headers.Field field : headers.fields()) {
            size += field.value().length();
        }
        return size;
    }

    /** The same with one more header field. */
    public HttpResponse with(String name, String value) {
        List<Headers.Field> fields = new ArrayList<>(headers.fields());
        fields.add(new Headers.Field(name, value));
        return new HttpResponse(status, new Headers(fields), body);
    }
}
