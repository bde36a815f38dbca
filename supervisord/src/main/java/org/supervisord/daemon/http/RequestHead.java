package org.supervisord.daemon.http;

import java.util.Optional;

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

    HttpRequest withBody(byte[] body) {
        return new HttpRequest(method, path, query, version, headers, length.isDeclared(), body);
    }
}
