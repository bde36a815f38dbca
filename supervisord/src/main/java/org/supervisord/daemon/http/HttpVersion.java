package org.supervisord.daemon.http;

/** The versions that are spoken; later ones of the first are answered as 1.1 (RFC 9110 §2.5). */
public enum HttpVersion {
    HTTP_1_0("HTTP/1.0"),
    HTTP_1_1("HTTP/1.1");

    private final String text;

    HttpVersion(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
