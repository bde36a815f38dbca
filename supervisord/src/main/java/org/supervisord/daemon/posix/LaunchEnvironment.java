package org.supervisord.daemon.posix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment that the operator started the daemon with. The launcher has to add to it and to
 * change it for the JVM's sake; here that is undone.
 */
public final class LaunchEnvironment {
    /** Makes the JVM leave SIGUSR2 alone. */
    private static final String SIGNAL_CHOICE = "_JAVA_SR_SIGNUM";

    /** What LC_ALL was before the launcher set it: a plus sign and the value, or nothing at all. */
    private static final String SAVED_LC_ALL = "SUPERVISORD_LAUNCHER_LC_ALL";

    private LaunchEnvironment() {}

    /** The variables, as {@link SystemText} has them. */
    public static Map<String, String> read() {
        Map<String, String> variables = raw();
        variables.remove(SIGNAL_CHOICE);
        String saved = variables.remove(SAVED_LC_ALL);
        if (saved != null) {
            if (saved.startsWith("+")) {
                variables.put("LC_ALL", saved.substring(1));
            } else {
                variables.remove("LC_ALL");
            }
        }
        return variables;
    }

    /**
     * Tells what the JVM starts when it is out of memory where the activity log is; nobody else
     * gets to know it. See lib/out-of-memory.sh.
     */
    public static void tellActivityLog(String path) {
        LibC.setenv(LibC.cString("SUPERVISORD_ACTIVITY_LOG"), LibC.cString(path), 1);
    }

    /** With all that the launcher has added. */
    static Map<String, String> raw() {
        try {
            // not System.getenv(), which decodes by the locale and loses what does not fit it
            return variables(SystemText.list(Path.of("/proc/self/environ")));
        } catch (IOException e) {
            return new LinkedHashMap<>(System.getenv());
        }
    }

    /** Variables, each with an equals sign before its value, by their names. */
    public static Map<String, String> variables(List<String> pairs) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                variables.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return variables;
    }
}
