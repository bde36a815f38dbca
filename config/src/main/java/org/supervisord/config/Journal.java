package org.supervisord.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which values were read, and what they became. */
final class Journal {
    /** A key of a section. */
    private record Name(String section, String key) {
        // written out: those of a record are made at run time, which costs each start of the client
        @Override
        public boolean equals(Object other) {
            return other instanceof Name it && it.section.equals(section) && it.key.equals(key);
        }

        @Override
        public int hashCode() {
            return 31 * section.hashCode() + key.hashCode();
        }
    }

    private final Map<Name, List<String>> values = new LinkedHashMap<>();
    private final Map<Name, String> defaults = new HashMap<>();

    /** Takes note of a value; of one that was noted before, nothing. */
    void read(String section, String key, String value) {
        List<String> noted =
                values.computeIfAbsent(new Name(section, key), it -> new ArrayList<>());
        if (!noted.contains(value)) {
            noted.add(value);
        }
    }

    /** Takes note of what is meant where a key is not given, if that depends on something. */
    void meantWithout(String section, String key, Object value) {
        defaults.put(new Name(section, key), value.toString());
    }

    /** What is meant where a key is not given, if that depends on something. */
    Optional<String> meantWithout(String section, String key) {
        return Optional.ofNullable(defaults.get(new Name(section, key)));
    }

    /** What a value became: usually one text; several when it differs between processes. */
    List<String> values(String section, String key) {
        return values.getOrDefault(new Name(section, key), List.of());
    }
}
