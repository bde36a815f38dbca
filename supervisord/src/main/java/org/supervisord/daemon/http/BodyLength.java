package org.supervisord.daemon.http;

import java.util.List;

/** How the end of a request's body is found. Source: RFC 9112 §6. */
sealed interface BodyLength {
    /** Nothing is said, so there is no body. */
    record Undeclared() implements BodyLength {}

    /** So many bytes follow. */
    record Bytes(int count) implements BodyLength {}

    /** Chunks follow, the last of which is empty. */
    record Chunked() implements BodyLength {}

    default boolean isDeclared() {
        return !(this instanceof Undeclared);
    }

    /**
     * Reads it from the head. Whatever two readers could understand differently is refused, as
     * requests could be smuggled past a proxy with it.
     *
     * @param most that is accepted
     */
    static BodyLength of(HttpVersion version, Headers headers, int most) throws Refusal {
        List<String> lengths = headers.all("Content-Length");
        List<String> codings = headers.all("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty() || version == HttpVersion.HTTP_1_0 || codings.size() > 1) {
                throw new Refusal(HttpStatus.BAD_REQUEST, "doubtful length of the body");
            }
            if (!codings.get(0).equalsIgnoreCase("chunked")) {
                throw new Refusal(HttpStatus.NOT_IMPLEMENTED, "unknown transfer coding");
            }
            return new Chunked();
        }
        if (lengths.isEmpty()) {
            return new Undeclared();
        }
        String length = lengths.get(0);
        if (lengths.size() > 1 || !Syntax.isNumber(length, 10)) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "bad Content-Length");
        }
        String digits = Syntax.withoutZeros(length);
        if (digits.length() > 10 || Long.parseLong(digits) > most) {
            throw tooLong(length);
        }
        return new Bytes(Integer.parseInt(digits));
    }

    /** What is said to a body of so many bytes. */
    static Refusal tooLong(String bytes) {
        return new Refusal(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "body of " + bytes + " bytes");
    }
}
