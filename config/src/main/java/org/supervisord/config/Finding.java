package org.supervisord.config;

/**
 * Something that is wrong, or odd, with a configuration.
 *
 * @param isError whether the configuration can't be used because of it
 * @param message what is wrong
 */
public record Finding(boolean isError, Place place, String message) {
    /**
     * Where in a configuration something is.
     *
     * @param file as the operator or an include names it
     * @param line counted from 1; 0 for none
     * @param section without its brackets, empty for none
     * @param key empty for none
     */
    public record Place(String file, int line, String section, String key) {
        static Place of(String file, int line) {
            return new Place(file, line, "", "");
        }
    }

    /** {@code file:line: [section] key: message}, as compilers write it. */
    @Override
    public String toString() {
        return place.file
                + (place.line == 0 ? "" : ":" + place.line)
                + ": "
                + (isError ? "" : "warning: ")
                + (place.section.isEmpty() ? "" : "[" + place.section + "] ")
                + (place.key.isEmpty() ? "" : place.key + ": ")
                + message;
    }
}
