package org.supervisord.daemon.wire;

import java.io.IOException;

/** A server can't be opened. Says what the command line tells of it, after {@code Error: }. */
public abstract sealed class ServerException extends IOException {
    private static final long serialVersionUID = 1;

    private ServerException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Somebody else listens there. */
    public static final class AddressInUse extends ServerException {
        private static final long serialVersionUID = 1;

        AddressInUse(Throwable cause) {
            super(
                    "Another program is already listening on a port that one of our HTTP servers is"
                            + " configured to use.  Shut this program down first before starting"
                            + " supervisord.",
                    cause);
        }
    }

    /** The kernel refused, or the name is unknown. */
    public static final class CannotListen extends ServerException {
        private static final long serialVersionUID = 1;

        /**
         * @param reason an errno's name and number, such as {@code errno.EACCES (13)}, or words
         */
        CannotListen(String reason, Throwable cause) {
            super("Cannot open an HTTP server: socket.error reported " + reason, cause);
        }
    }

    /** The files for TLS can't be used. */
    public static final class CannotEncrypt extends ServerException {
        private static final long serialVersionUID = 1;

        CannotEncrypt(String reason, Throwable cause) {
            super("Cannot open an HTTPS server: " + reason, cause);
        }
    }

    /** The section asks for what the daemon may not do. */
    public static final class NotPermitted extends ServerException {
        private static final long serialVersionUID = 1;

        NotPermitted(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
