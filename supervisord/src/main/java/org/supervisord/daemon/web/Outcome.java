package org.supervisord.daemon.web;

import java.util.List;

/**
 * What came of a command.
 *
 * @param message in a sentence, in the words of old pages where they had any
 * @param parts what came of it for each process
 */
record Outcome(boolean ok, String message, List<Part> parts) {
    /**
     * What came of a command for one process.
     *
     * @param message in a word or two
     */
    record Part(String name, boolean ok, String message) {}

    static Outcome failure(String message) {
        return new Outcome(false, message, List.of());
    }
}
