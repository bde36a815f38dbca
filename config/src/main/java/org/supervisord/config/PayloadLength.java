package org.supervisord.config;

import java.util.Locale;
import org.supervisord.common.PythonRepr;

/** What the {@code len} of an event's header counts. */
public enum PayloadLength {
    /** Characters, for listeners that read text. */
    CHARACTERS,
    /** Bytes, for listeners that read bytes. */
    BYTES;

    static PayloadLength parse(String text) throws ConfigException {
        for (PayloadLength it : values()) {
            if (it.name().toLowerCase(Locale.ROOT).equals(text.strip().toLowerCase(Locale.ROOT))) {
                return it;
            }
        }
        throw new ConfigException(PythonRepr.of(text) + " is neither 'characters' nor 'bytes'");
    }
}
