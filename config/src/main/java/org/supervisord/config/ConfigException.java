package org.supervisord.config;

/** A configuration that can't be used. Its message is for the operator and names the place. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String plain;

    public ConfigException(String message) {
        this(message, message);
    }

    /**
     * An exception whose message scripts may know from elsewhere.
     *
     * @param plain the same, said so that everybody understands
     */
    ConfigException(String message, String plain) {
        super(message);
        this.plain = plain;
    }

    /** What is wrong, without the place, for people. */
    String plain() {
        return plain;
    }
}
