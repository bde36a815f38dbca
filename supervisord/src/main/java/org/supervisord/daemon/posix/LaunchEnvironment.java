package org.supervisord.daemon.posix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The environment that the operator started the daemon with. The launcher has to add to it and to
 * change it for the JVM's sake; here that is undone.
 */
public final class LaunchEnvironment {
    /** Makes the JVM leave SIGUSR2 alone. */
    private static final String SIGNAL_CHOICE = "_JAVA_SR_SIGNUM";

    /** What LC_ALL was before the launcher set it: a plus sign and the value, or nothing at all. */
    private static final String SAVED_LC_ALL = "SUPERVISORD_LAUNCHER_LC_ALL";

    /** What the launcher puts in front of a variable that the JVM is not to see. */
    private static final String SAVED = "SUPERVISORD_LAUNCHER_";

    /** Where the JVM finds what it starts when it is out of memory. */
    private static final String HOME = SAVED + "HOME";

    /** Options that any Java heeds. Source: the manual of java(1), the one of JVM TI. */
    private static final List<String> OPTIONS_OF_ANY_JAVA =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** The launcher's own environment in base64, as a shell does not hand on all of it. */
    private static final String SAVED_ENVIRONMENT = "SUPERVISORD_LAUNCHER_ENVIRONMENT";

    /** What shells hand on. Source: POSIX, 8.1, Environment Variable Definition. */
    private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** What shells set by themselves. */
    private static final List<String> SHELLS_OWN = List.of("PWD", "OLDPWD", "SHLVL", "_");

    private LaunchEnvironment() {}

    /** The variables, as {@link SystemText} has them. */
    public static Map<String, String> read() {
        return undone(raw());
    }

    /**
     * Takes back what the launcher has changed.
     *
     * @param variables what the JVM was started with
     * @return what the launcher was started with
     */
    static Map<String, String> undone(Map<String, String> variables) {
        variables.remove(SIGNAL_CHOICE);
        variables.remove(HOME);
        for (String name : OPTIONS_OF_ANY_JAVA) {
            String value = variables.remove(SAVED + name);
            if (value != null) {
                variables.put(name, value);
            }
        }
        String environment = variables.remove(SAVED_ENVIRONMENT);
        if (environment != null) {
            Map<String, String> original =
                    variables(SystemText.list(Base64.getDecoder().decode(environment)));
            variables.keySet().removeAll(SHELLS_OWN);
            original.forEach(
                    (name, value) -> {
                        // what is neither there nor lost by a shell was removed on purpose since
                        if (variables.containsKey(name)
                                || SHELLS_OWN.contains(name)
                                || name.equals(SIGNAL_CHOICE)
                                || !SHELL_NAME.matcher(name).matches()) {
                            variables.put(name, value);
                        }
                    });
        }
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
