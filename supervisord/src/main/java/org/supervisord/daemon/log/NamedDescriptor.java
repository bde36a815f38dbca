package org.supervisord.daemon.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisord.daemon.posix.LaunchDescriptors;

/**
 * Names of logs that are those of descriptors. Such a name means what the daemon was started with
 * under that number, which may have another one by now; all others are the JVM's, and come and go.
 */
public final class NamedDescriptor {
    static final int STDOUT = 1;
    static final int STDERR = 2;

    private static final Pattern NUMBERED = Pattern.compile("/(?:dev|proc/self)/fd/(\\d{1,9})");
    private static final Map<String, Integer> STANDARD =
            Map.of("/dev/stdin", 0, "/dev/stdout", STDOUT, "/dev/stderr", STDERR);
    private static final int MOST_LINKS = 40;

    private NamedDescriptor() {}

    /** The number that a name stands for, also behind links of the operator's. */
    static OptionalInt of(Path path) {
        Path target = path;
        for (int i = 0; i < MOST_LINKS; i++) {
            String name = target.toString();
            Matcher numbered = NUMBERED.matcher(name);
            if (STANDARD.containsKey(name)) {
                return OptionalInt.of(STANDARD.get(name));
            }
            if (numbered.matches()) {
                return OptionalInt.of(Integer.parseInt(numbered.group(1)));
            }
            if (!Files.isSymbolicLink(target)) {
                return OptionalInt.empty();
            }
            try {
                target = target.resolveSibling(Files.readSymbolicLink(target)).normalize();
            } catch (IOException e) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }

    /** Whether it is beyond the standard ones. */
    static boolean isOther(OptionalInt descriptor) {
        return descriptor.isPresent() && descriptor.getAsInt() > STDERR;
    }

    /**
     * What is to be opened where a log has this name.
     *
     * @return empty for a descriptor that the daemon was not started with
     */
    public static Optional<Path> file(Path log) {
        OptionalInt descriptor = of(log);
        if (!isOther(descriptor)) {
            return Optional.of(log);
        }
        OptionalInt now = LaunchDescriptors.now(descriptor.getAsInt());
        return now.isPresent()
                ? Optional.of(Path.of("/proc/self/fd/" + now.getAsInt()))
                : Optional.empty();
    }

    /**
     * The same, for somebody who wants to read it.
     *
     * @throws NoSuchFileException where there is nothing
     */
    public static Path readable(Path log) throws NoSuchFileException {
        return file(log).orElseThrow(() -> new NoSuchFileException(log.toString()));
    }
}
