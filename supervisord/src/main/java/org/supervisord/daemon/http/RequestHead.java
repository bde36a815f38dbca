package org.supervisord.daemon.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a request before its body.
 *
 * @param requestLine as sent, for the log
 */
record RequestHead(
        String requestLine,
        String method,
        String path,
        Optional<String> query,
        HttpVersion version,
        Headers headers,
        BodyLength length) {

    private static final Set<String> DELIMITING =
            Set.of("content-length", "transfer-encoding", "expect");

    /** Whether the client would go on with another request on the connection. */
    boolean keepsAlive() {
        return version == HttpVersion.HTTP_1_0
                ? headers.listed("Connection", "keep-alive")
                : !headers.listed("Connection", "close");
    }

    /** Whether the client waits for a word before it sends the body. */
    boolean wantsContinue() {
        return version == HttpVersion.HTTP_1_1 && headers.listed("Expect", "100-continue");
    }

    /** The request as it could have been sent, with its body in one piece. */
    byte[] asSent(byte[] body) {
        StringBuilder text = new StringBuilder(requestLine).append("\r\n");
        for (Headers.Field field : headers.fields()) {
            if (!DELIMITING.contains(field.name().toLowerCase(Locale.ROOT))) {
                text.append(field.name()).append(": ").append(field.value()).append("\r\n");
            }
        }
        text.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        byte[] head = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
    }

    HttpRequest withBody(byte[] body) {
        return new HttpRequest(method, path, query, version, headers, length.isDeclared(), body);
    }
}
