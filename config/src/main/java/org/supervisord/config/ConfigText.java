package org.supervisord.config;

import java.util.List;

/**
 * What stood in a configuration when it was read, before anything was made of it: enough to read
 * the same again, whatever has become of the files.
 *
 * @param file the main file's name as the operator gave it
 * @param here the folder that it was in
 * @param folder where its relative paths begin; empty in what was written down by a version that
 *     did not say so
 * @param sections in the order in which they appeared first; [DEFAULT] among them
 */
public record ConfigText(String file, String here, String folder, List<SectionText> sections) {
    /**
     * A section.
     *
     * @param file where it began
     * @param line where it began
     */
    public record SectionText(String name, String file, int line, List<KeyText> keys) {}

    /**
     * A key of a section.
     *
     * @param value as it stood there; {@code %(here)s} of included files is expanded
     * @param file where it stands
     * @param line where it stands
     * @param isDefault whether it comes from [DEFAULT]
     */
    public record KeyText(String key, String value, String file, int line, boolean isDefault) {}
}
