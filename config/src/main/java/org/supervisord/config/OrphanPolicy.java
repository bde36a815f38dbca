package org.supervisord.config;

import java.util.Locale;
import org.supervisord.common.PythonRepr;

/** What becomes of programs that a daemon before this one has left running. */
public enum OrphanPolicy {
    /** The activity log names them. */
    WARN,
    /** They are ended before the programs start. */
    KILL;

    static OrphanPolicy parse(String text) throws ConfigException {
        for (OrphanPolicy it : values()) {
            if (it.name().toLowerCase(Locale.ROOT).equals(text.strip().toLowerCase(Locale.ROOT))) {
                return it;
            }
        }
        throw new ConfigException(PythonRepr.of(text) + " is neither 'warn' nor 'kill'");
    }
}
