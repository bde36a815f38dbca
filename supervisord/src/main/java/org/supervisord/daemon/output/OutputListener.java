package org.supervisord.daemon.output;

import java.io.IOException;

/** Told of what a child says beyond its logs. */
public interface OutputListener {
    /** A piece of output, where every piece is wanted. */
    void output(byte[] data);

    /** A message between the tokens for it, as far as there was room for it. */
    void message(byte[] data);

    /** A piece of output, where the activity log tells of it. */
    void debug(byte[] data);

    /** What the child says can't be read for now. */
    default void unreadable(IOException why) {}
}
