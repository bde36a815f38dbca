package org.supervisord.daemon.http;

import java.util.Optional;

/**
 * A request that has arrived in full.
 *
 * @param method as sent; methods are case-sensitive
 * @param path decoded, without the query; begins with a slash unless the target did not
 * @param query what followed the question mark, as sent
 * @param declaresBody whether the head said how long the body is, be it empty
 */
public record HttpRequest(
        String method,
        String path,
        Optional<String> query,
        HttpVersion version,
        Headers headers,
        boolean declaresBody,
        byte[] body) {}
