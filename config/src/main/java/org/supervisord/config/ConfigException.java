package org.supervisord.config;

/** A configuration that can't be used. Its message is for the operator and names the place. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
