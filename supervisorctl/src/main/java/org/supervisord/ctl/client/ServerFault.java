package org.supervisord.ctl.client;

import java.util.Optional;
import org.supervisord.common.Fault;

/** A fault as the server sent it. */
public final class ServerFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    /** A fault of a number, with what the server says to it. */
    public ServerFault(int code, String text) {
        super(text, null, false, false);
        this.code = code;
    }

    /** Its number. */
    public int code() {
        return code;
    }

    /** Which fault it is, empty for one that is not of this interface. */
    public Optional<Fault> fault() {
        return Fault.ofCode(code);
    }

    /** Whether it is this one of those that are known. */
    public boolean is(Fault fault) {
        return code == fault.code();
    }
}
