package org.supervisord.daemon.http;

/** How much memory the bodies of all requests to a server may take together. */
final class BodyBudget {
    private long left;

    BodyBudget(long bytes) {
        this.left = bytes;
    }

    void take(long bytes) throws Refusal {
        if (bytes > left) {
            throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "too many bodies at a time");
        }
        left -= bytes;
    }

    void giveBack(long bytes) {
        left += bytes;
    }
}
