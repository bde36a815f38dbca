package org.supervisord.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sections and their keys as they stand in one or more files. A section that comes again adds to
 * the first one; a key that comes again replaces the former value; keys of [DEFAULT] are in every
 * section.
 */
final class IniFile {
    static final String DEFAULTS = "DEFAULT";

    /** Where a section begins. */
    record Header(String file, int line) {}

    /**
     * A value and where it begins.
     *
     * @param isDefault whether it stands in [DEFAULT]
     */
    record Entry(String value, String file, int line, boolean isDefault) {}

    private final Map<String, Map<String, Entry>> sections = new LinkedHashMap<>();
    private final Map<String, Entry> defaults = new LinkedHashMap<>();
    private final Map<String, Header> headers = new LinkedHashMap<>();

    /** The names of the sections in the order in which they appear first; without [DEFAULT]. */
    List<String> sections() {
        return List.copyOf(sections.keySet());
    }

    boolean has(String section) {
        return sections.containsKey(section);
    }

    /** Where a section appears first. */
    Optional<Header> header(String section) {
        return Optional.ofNullable(headers.get(section));
    }

    /** The keys of a section, those of [DEFAULT] last. */
    List<String> keys(String section) {
        Set<String> keys = new LinkedHashSet<>(sections.get(section).keySet());
        keys.addAll(defaults.keySet());
        return new ArrayList<>(keys);
    }

    /** What a section says for a key, in its own lines or by [DEFAULT]. */
    Optional<Entry> entry(String section, String key) {
        Map<String, Entry> own = sections.getOrDefault(section, Map.of());
        return Optional.ofNullable(own.getOrDefault(key, defaults.get(key)));
    }

    /** Puts the folder of a file in place of {@code %(here)s} wherever it is still to be found. */
    void expandHere(String folder) {
        for (Map<String, Entry> section : sections.values()) {
            Map<String, Entry> all = new LinkedHashMap<>(defaults);
            all.putAll(section);
            all.forEach(
                    (key, entry) -> {
                        String expanded = entry.value.replace("%(here)s", folder);
                        if (!expanded.equals(entry.value)) {
                            section.put(
                                    key,
                                    new Entry(expanded, entry.file, entry.line, entry.isDefault));
                        }
                    });
        }
    }

    /** Makes a section the present one of a file that is being read. */
    void open(String section, Header header) {
        if (!section.equals(DEFAULTS)
                && sections.putIfAbsent(section, new LinkedHashMap<>()) == null) {
            headers.put(section, header);
        }
    }

    /** Gives a key a value, and answers what it had in this section before. */
    Optional<Entry> put(String section, String key, Entry entry) {
        Map<String, Entry> entries = section.equals(DEFAULTS) ? defaults : sections.get(section);
        return Optional.ofNullable(entries.put(key, entry));
    }

    /** All that it says. */
    List<ConfigText.SectionText> text() {
        List<ConfigText.SectionText> text = new ArrayList<>();
        text.add(new ConfigText.SectionText(DEFAULTS, "", 0, keys(defaults)));
        sections.forEach(
                (name, entries) -> {
                    Header header = headers.get(name);
                    text.add(
                            new ConfigText.SectionText(
                                    name, header.file, header.line, keys(entries)));
                });
        return text;
    }

    private static List<ConfigText.KeyText> keys(Map<String, Entry> entries) {
        List<ConfigText.KeyText> keys = new ArrayList<>();
        entries.forEach(
                (key, it) ->
                        keys.add(
                                new ConfigText.KeyText(
                                        key, it.value, it.file, it.line, it.isDefault)));
        return keys;
    }

    /** One that says what another has said. */
    static IniFile of(List<ConfigText.SectionText> text) {
        IniFile ini = new IniFile();
        for (ConfigText.SectionText section : text) {
            ini.open(section.name(), new Header(section.file(), section.line()));
            for (ConfigText.KeyText it : section.keys()) {
                ini.put(
                        section.name(),
                        it.key(),
                        new Entry(it.value(), it.file(), it.line(), it.isDefault()));
            }
        }
        return ini;
    }
}
