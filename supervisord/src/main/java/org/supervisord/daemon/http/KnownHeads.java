package org.supervisord.daemon.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Heads of requests that have come before. Clients send the same ones again and again; what is the
 * same to the byte means the same, and is not taken apart once more.
 */
final class KnownHeads {
    /** Longer ones are not kept: clients must not make the daemon hold much. */
    static final int LONGEST = 1024;

    /** Nor are those with more fields, each of which takes some objects. */
    static final int MOST_FIELDS = 16;

    private final int most;

    /** The one that came last is the first. */
    private final List<Known> heads = new ArrayList<>();

    private record Known(byte[] bytes, Optional<RequestHead> head) {}

    /**
     * None yet.
     *
     * @param most how many are kept; those that have not come for longest go
     */
    KnownHeads(int most) {
        this.most = most;
    }

    /** Reads the next head if it is one of these; otherwise nothing is read. */
    Optional<RequestHead> read(InputBuffer input) {
        for (int i = 0; i < heads.size(); i++) {
            Known known = heads.get(i);
            if (input.skip(known.bytes)) {
                if (i > 0) {
                    heads.remove(i);
                    heads.add(0, known);
                }
                return known.head;
            }
        }
        return Optional.empty();
    }

    /**
     * Keeps a head that was just read, unless it is large.
     *
     * @param length of all that was read for it, in bytes
     */
    void add(Optional<RequestHead> head, InputBuffer input, int length) {
        int fields = head.orElseThrow().headers().fields().size();
        if (length > LONGEST || fields > MOST_FIELDS) {
            return;
        }
        if (heads.size() == most) {
            heads.remove(most - 1);
        }
        heads.add(0, new Known(input.last(length), head));
    }
}
