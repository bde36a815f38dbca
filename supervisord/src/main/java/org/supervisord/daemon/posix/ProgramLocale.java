package org.supervisord.daemon.posix;

import com.sun.jna.Pointer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The locale that programs are started with. Python, in which Supervisor runs, sets {@code
 * LC_CTYPE} for itself and its children where the locale has no other signs than ASCII, as it is
 * for what init or a container starts. Many a program only writes UTF-8 because of that. Source:
 * PEP 538.
 */
public final class ProgramLocale {
    private static final String UTF_8 = "C.UTF-8";
    private static final int LC_CTYPE_MASK = 1;

    private ProgramLocale() {}

    /** The same variables, and LC_CTYPE where it is called for. */
    public static Map<String, String> in(Map<String, String> environment) {
        return in(environment, ProgramLocale::isInstalled);
    }

    /**
     * The same.
     *
     * @param installed whether the C library has a locale of that name
     */
    static Map<String, String> in(Map<String, String> environment, Predicate<String> installed) {
        if (!get(environment, "LC_ALL", "").isEmpty()) {
            return environment; // somebody means it
        }
        String name = get(environment, "LC_CTYPE", get(environment, "LANG", "C"));
        if (!name.equals("C") && !name.equals("POSIX") && installed.test(name)
                || !installed.test(UTF_8)) {
            return environment;
        }
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("LC_CTYPE", UTF_8);
        return all;
    }

    /** An empty variable is none. Source: locale(7). */
    private static String get(Map<String, String> environment, String name, String otherwise) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() ? otherwise : value;
    }

    private static boolean isInstalled(String name) {
        Pointer locale = LibC.newlocale(LC_CTYPE_MASK, LibC.cString(name), Pointer.NULL);
        if (locale == null) {
            return false;
        }
        LibC.freelocale(locale);
        return true;
    }
}
