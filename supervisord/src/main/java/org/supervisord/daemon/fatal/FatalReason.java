package org.supervisord.daemon.fatal;

/**
 * An operation that failed, and has not worked since.
 *
 * @param reason why it failed the last time
 * @param sinceMillis when it failed first, in milliseconds since 1970
 */
public record FatalReason(Operation operation, String reason, long sinceMillis) {
    @Override
    public String toString() {
        return "can't " + operation + ": " + reason;
    }
}
