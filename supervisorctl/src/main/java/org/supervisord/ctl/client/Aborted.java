package org.supervisord.ctl.client;

import java.io.IOException;

/** A call was given up: somebody interrupted, or it took too long. */
public final class Aborted extends IOException {
    private static final long serialVersionUID = 1L;

    /** A call that was given up. */
    public Aborted(String why) {
        super(why);
    }
}
