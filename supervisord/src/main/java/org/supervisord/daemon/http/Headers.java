package org.supervisord.daemon.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The header fields of a message in their order. Names are compared without regard to case. What is
 * asked with every request makes no iterators.
 */
public record Headers(List<Field> fields) {
    /** No fields at all. */
    public static final Headers NONE = new Headers(List.of());

    public Headers {
        fields = List.copyOf(fields);
    }

    /** One field alone. */
    static Headers of(String name, String value) {
        return new Headers(List.of(new Field(name, value)));
    }

    /** A line of a message's head. */
    public record Field(String name, String value) {}

    /** The value of the first field of this name. */
    public Optional<String> first(String name) {
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /** The values of all fields of this name. */
    public List<String> all(String name) {
        List<String> values = List.of();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (field.name().equalsIgnoreCase(name)) {
                if (values.isEmpty()) {
                    values = List.of(field.value());
                } else {
                    values = new ArrayList<>(values);
                    values.add(field.value());
                }
            }
        }
        return values;
    }

    /** Whether a list of words, such as Connection's, has this one. */
    public boolean listed(String name, String word) {
        List<String> values = all(name);
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            for (String listed : value.split(",")) {
                if (listed.strip().equalsIgnoreCase(word)) {
                    return true;
                }
            }
        }
        return false;
    }
}
