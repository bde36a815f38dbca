package org.supervisord.daemon.output;

import java.util.List;
import java.util.Optional;

/**
 * What an output channel has been given and not passed on.
 *
 * @param capture empty where no messages are captured
 * @param heldText the beginning of a terminal escape, outside of messages
 * @param heldMessage the same within a message
 * @param logged how many bytes the logs were given so far
 * @param unsent for each of its logs, what it has taken and keeps until there is more
 */
public record OutputSnapshot(
        Optional<CaptureSnapshot> capture,
        byte[] heldText,
        byte[] heldMessage,
        long logged,
        List<byte[]> unsent) {}
