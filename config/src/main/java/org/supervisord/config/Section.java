package org.supervisord.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The keys of one section, with what the names in their values stand for. */
final class Section {
    private final Reading reading;
    private final String name;
    private final Map<String, Object> expansions;

    /** A converter of values. */
    interface Parser<T> {
        T parse(String text) throws ConfigException;
    }

    Section(Reading reading, String name, Map<String, ?> expansions) {
        this.reading = reading;
        this.name = name;
        this.expansions = new HashMap<>(expansions);
    }

    String name() {
        return name;
    }

    /** The part of the name behind the colon. */
    String afterColon() {
        return name.substring(name.indexOf(':') + 1);
    }

    /** What the names stand for; may be added to. */
    Map<String, Object> expansions() {
        return expansions;
    }

    /** The value of a key as written. */
    Optional<String> raw(String key) {
        return reading.ini().entry(name, key).map(IniFile.Entry::value);
    }

    /** The value of a key, expanded. */
    Optional<String> text(String key) throws ConfigException {
        return get(key, text -> text);
    }

    /** What a key means. */
    <T> Optional<T> get(String key, Parser<T> parser) throws ConfigException {
        return get(key, expansions, name + "." + key, parser);
    }

    /** What a key means, or what is meant without it. */
    <T> T get(String key, T otherwise, Parser<T> parser) throws ConfigException {
        return get(key, parser).orElse(otherwise);
    }

    /**
     * What a key means.
     *
     * @param known what names stand for in its value
     * @param what what messages about such names call the key
     */
    <T> Optional<T> get(String key, Map<String, Object> known, String what, Parser<T> parser)
            throws ConfigException {
        Optional<String> raw = raw(key);
        if (raw.isEmpty()) {
            return Optional.empty();
        }
        try {
            String text = PercentFormat.expand(raw.get(), known, what);
            reading.journal().read(name, key, text);
            return Optional.of(parser.parse(text));
        } catch (ConfigException e) {
            refuse(key, e);
            return Optional.empty();
        }
    }

    /** What a key means; without it, a value that depends on something. */
    <T> T getOrDepending(String key, T otherwise, Parser<T> parser) throws ConfigException {
        reading.journal().meantWithout(name, key, otherwise);
        return get(key, otherwise, parser);
    }

    /** The same, with names in the value that stand for something. */
    <T> T getOrDepending(
            String key, T otherwise, Map<String, Object> known, String what, Parser<T> parser)
            throws ConfigException {
        reading.journal().meantWithout(name, key, otherwise);
        return get(key, known, what, parser).orElse(otherwise);
    }

    int integer(String key, int otherwise) throws ConfigException {
        return get(key, otherwise, placed(key, Values::integer));
    }

    long byteSize(String key, long otherwise) throws ConfigException {
        return get(key, otherwise, placed(key, Values::byteSize));
    }

    boolean bool(String key, boolean otherwise) throws ConfigException {
        return get(key, otherwise, Values::bool);
    }

    /** Ends the reading with an error about a key, or takes note of it and goes on. */
    void refuse(String key, ConfigException e) throws ConfigException {
        reading.findings().error(place(key), e);
    }

    /** Says what is odd about a key, to the activity log as well. */
    void warn(String key, String message) {
        reading.warnings().add("For [" + name + "], " + message);
        reading.findings().warning(place(key), message);
    }

    /** Where a key is; where its section begins, if it is not there. */
    Finding.Place place(String key) {
        return reading.ini()
                .entry(name, key)
                .map(entry -> new Finding.Place(entry.file(), entry.line(), name, key))
                .orElseGet(
                        () -> {
                            Finding.Place start = reading.place(name);
                            return new Finding.Place(start.file(), start.line(), name, key);
                        });
    }

    /** Says which key of which line it was, for messages that don't name the section's key. */
    <T> Parser<T> placed(String key, Parser<T> parser) {
        return text -> {
            try {
                return parser.parse(text);
            } catch (ConfigException e) {
                Finding.Place place = place(key);
                throw new ConfigException(
                        e.getMessage()
                                + " for "
                                + key
                                + " (line "
                                + place.line()
                                + " of "
                                + place.file()
                                + ")",
                        e.plain());
            }
        };
    }
}
