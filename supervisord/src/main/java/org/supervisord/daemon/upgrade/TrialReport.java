package org.supervisord.daemon.upgrade;

import java.util.List;

/**
 * What a program says that was started beside the daemon to see whether it could take over.
 *
 * @param version its version
 * @param words how it was started: what is to be executed in the daemon's place
 * @param environment the same
 * @param files what it was made of
 */
public record TrialReport(
        String version, List<String> words, List<String> environment, List<FileStamp> files) {
    /** What the line of a report begins with, among what a program may say otherwise. */
    private static final String MARK = "supervisord could take over: ";

    /** As a line of text. */
    public String write() {
        return MARK + RecordJson.write(this);
    }

    /**
     * Finds a report in what a program has said.
     *
     * @throws StateException when there is none
     */
    public static TrialReport find(String said) throws StateException {
        int start = said.lastIndexOf(MARK);
        if (start < 0) {
            throw new StateException("it does not say whether it could take over");
        }
        String line = said.substring(start + MARK.length()).lines().findFirst().orElse("");
        return RecordJson.read(TrialReport.class, line);
    }
}
