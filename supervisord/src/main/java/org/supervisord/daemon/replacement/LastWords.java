package org.supervisord.daemon.replacement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Says what there is to say when there is no daemon any more that has a log. */
final class LastWords {
    /** Where a program finds the path of the activity log before it has read anything. */
    private static final String LOG = "supervisord.activity";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS");

    private final Optional<String> log = Optional.ofNullable(System.getProperty(LOG));

    /** An option for Java by which a program knows the activity log. */
    static Optional<String> option(Optional<Path> activityLog) {
        return activityLog.map(it -> "-D" + LOG + "=" + it);
    }

    /** Whether a word is such an option. */
    static boolean isTold(String word) {
        return word.startsWith("-D" + LOG + "=");
    }

    /** Adds the option of this program to the words of another one. */
    void tell(List<String> words) {
        log.ifPresent(it -> words.add(1, "-D" + LOG + "=" + it));
    }

    /** One line on stderr and in the activity log, if there is one and it can be written. */
    void say(String what) {
        System.err.println("supervisord: " + what);
        if (log.isEmpty()) {
            return;
        }
        String line = TIME.format(LocalDateTime.now()) + " CRIT upgrade: " + what + "\n";
        try {
            // it was there: what is not, somebody has taken away
            Files.writeString(Path.of(log.get()), line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.err.println("supervisord: can't write that to " + log.get() + ": " + e);
        }
    }
}
