package org.supervisord.ctl;

import java.util.Optional;
import org.supervisord.common.Fault;

/** A fault as the server sent it. */
final class ServerFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    ServerFault(int code, String text) {
        super(text, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Which fault it is, empty for one that is not of this interface. */
    Optional<Fault> fault() {
        return Fault.ofCode(code);
    }

    boolean is(Fault fault) {
        return code == fault.code();
    }
}
