package org.supervisord.common.listener;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An event that a listener was given.
 *
 * @param header the fields of its header, in the order in which they came
 * @param payload what it says, in words that depend on its type
 */
public record ReceivedEvent(Map<String, String> header, String payload) {

    /** An event whose header is this line, without its newline. */
    public static ReceivedEvent of(String line, String payload) {
        return new ReceivedEvent(fields(line), payload);
    }

    private static Map<String, String> fields(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String token : line.trim().split(" +")) {
            int colon = token.indexOf(':');
            if (colon > 0) {
                fields.put(token.substring(0, colon), token.substring(colon + 1));
            }
        }
        return fields;
    }

    /** Its type, such as {@code PROCESS_STATE_EXITED}. */
    public String type() {
        return header.getOrDefault("eventname", "");
    }

    /** Its number among all events of the daemon. The same event may come more than once. */
    public long serial() {
        return number("serial");
    }

    /** Its number among the events of the listener's pool. */
    public long poolSerial() {
        return number("poolserial");
    }

    /** The pool that the listener belongs to. */
    public String pool() {
        return header.getOrDefault("pool", "");
    }

    /** What the daemon calls itself. */
    public String server() {
        return header.getOrDefault("server", "");
    }

    private long number(String field) {
        return Long.parseLong(header.getOrDefault(field, "-1"));
    }

    /**
     * The fields in the first line of the payload, such as {@code processname}. Not for
     * REMOTE_COMMUNICATION, whose first line is a client's free text: see {@link #remoteType}.
     */
    public Map<String, String> fields() {
        return fields(firstLine());
    }

    /** What follows the first line of the payload: output, or a message. */
    public String data() {
        int end = payload.indexOf('\n');
        return end < 0 ? "" : payload.substring(end + 1);
    }

    /** The type that a client gave its message; empty for other events. */
    public Optional<String> remoteType() {
        return type().equals("REMOTE_COMMUNICATION") && firstLine().startsWith("type:")
                ? Optional.of(firstLine().substring("type:".length()))
                : Optional.empty();
    }

    private String firstLine() {
        int end = payload.indexOf('\n');
        return end < 0 ? payload : payload.substring(0, end);
    }
}
