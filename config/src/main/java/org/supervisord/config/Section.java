package org.supervisord.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The keys of one section, with what the names in their values stand for. */
final class Section {
    private final IniFile ini;
    private final String name;
    private final Map<String, Object> expansions;

    /** A converter of values. */
    interface Parser<T> {
        T parse(String text) throws ConfigException;
    }

    Section(IniFile ini, String name, Map<String, ?> expansions) {
        this.ini = ini;
        this.name = name;
        this.expansions = new HashMap<>(expansions);
    }

    String name() {
        return name;
    }

    /** What the names stand for; may be added to. */
    Map<String, Object> expansions() {
        return expansions;
    }

    /** The value of a key as written. */
    Optional<String> raw(String key) {
        return ini.entry(name, key).map(IniFile.Entry::value);
    }

    /** The value of a key, expanded. */
    Optional<String> text(String key) throws ConfigException {
        Optional<String> raw = raw(key);
        return raw.isEmpty()
                ? raw
                : Optional.of(PercentFormat.expand(raw.get(), expansions, name + "." + key));
    }

    /** What a key means. */
    <T> Optional<T> get(String key, Parser<T> parser) throws ConfigException {
        Optional<String> text = text(key);
        return text.isEmpty() ? Optional.empty() : Optional.of(parser.parse(text.get()));
    }

    /** What a key means, or what is meant without it. */
    <T> T get(String key, T otherwise, Parser<T> parser) throws ConfigException {
        return get(key, parser).orElse(otherwise);
    }

    int integer(String key, int otherwise) throws ConfigException {
        return get(key, otherwise, text -> placed(key, text, Values::integer));
    }

    long byteSize(String key, long otherwise) throws ConfigException {
        return get(key, otherwise, text -> placed(key, text, Values::byteSize));
    }

    boolean bool(String key, boolean otherwise) throws ConfigException {
        return get(key, otherwise, Values::bool);
    }

    /** Says which key of which line it was, for messages that don't name the section's key. */
    private <T> T placed(String key, String text, Parser<T> parser) throws ConfigException {
        try {
            return parser.parse(text);
        } catch (ConfigException e) {
            IniFile.Entry entry = ini.entry(name, key).orElseThrow();
            throw new ConfigException(
                    e.getMessage()
                            + " for "
                            + key
                            + " (line "
                            + entry.line()
                            + " of "
                            + entry.file()
                            + ")");
        }
    }
}
