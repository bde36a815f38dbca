package org.supervisord.daemon.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.supervisord.common.ProcessName;
import org.supervisord.common.PythonRepr;

/** What listeners are told of events, in the words of the protocol. */
final class Payload {
    private Payload() {}

    static String of(Event event) {
        if (event instanceof Event.ProcessStateChanged it) {
            return names(it.name()) + " from_state:" + it.from() + more(it);
        }
        if (event instanceof Event.ProcessLog it) {
            return names(it.name())
                    + " pid:"
                    + it.pid()
                    + " channel:"
                    + it.channel()
                    + "\n"
                    + text(it.data());
        }
        if (event instanceof Event.ProcessCommunication it) {
            return names(it.name()) + " pid:" + it.pid() + "\n" + text(it.data());
        }
        if (event instanceof Event.RemoteCommunication it) {
            return "type:" + it.type() + "\n" + it.data();
        }
        if (event instanceof Event.Tick it) {
            return "when:" + it.when();
        }
        if (event instanceof Event.ProcessGroupAdded it) {
            return "groupname:" + it.group() + "\n";
        }
        if (event instanceof Event.ProcessGroupRemoved it) {
            return "groupname:" + it.group() + "\n";
        }
        return "";
    }

    private static String names(ProcessName name) {
        return "processname:" + name.process() + " groupname:" + name.group();
    }

    private static String more(Event.ProcessStateChanged it) {
        return switch (it.to()) {
            case STARTING, BACKOFF -> " tries:" + it.tries();
            case EXITED -> " expected:" + (it.expected() ? 1 : 0) + " pid:" + it.pid();
            case RUNNING, STOPPING, STOPPED -> " pid:" + it.pid();
            case FATAL, UNKNOWN -> "";
        };
    }

    private static String text(byte[] data) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
        } catch (CharacterCodingException e) {
            return "Undecodable: " + PythonRepr.of(data);
        }
    }
}
