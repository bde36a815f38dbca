package org.supervisord.daemon.children;

import java.io.IOException;
import org.supervisord.daemon.upgrade.StateException;

/** What takes over a child of a former program part by part: one that fails is its affair. */
@FunctionalInterface
public interface Parts {
    /** Goes on with a part, or decides what becomes of those that can't be gone on with. */
    void part(String what, Part part);

    /** A part of a child, as one of its pipes is. */
    interface Part {
        /** Goes on with it. */
        void resume() throws IOException, StateException;
    }
}
