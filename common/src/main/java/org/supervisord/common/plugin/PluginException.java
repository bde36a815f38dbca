package org.supervisord.common.plugin;

/** A plug-in can't be had. Says which, where it was looked for, and why. */
public final class PluginException extends Exception {
    private static final long serialVersionUID = 1L;

    public PluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
