package org.supervisord.ctl;

import java.io.IOException;

/** A call was given up: somebody interrupted, or it took too long. */
final class Aborted extends IOException {
    private static final long serialVersionUID = 1L;

    Aborted(String why) {
        super(why);
    }
}
