package org.supervisord.daemon.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.supervisord.common.ProcessName;
import org.supervisord.common.PythonRepr;

/** What listeners are told of an event, in the words of the protocol: text, as UTF-8. */
final class Payload {
    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    private Payload(String text) {
        this(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes as they are sent; not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    /** How many characters the bytes stand for. */
    int characters() {
        int count = 0;
        for (byte b : bytes) {
            // all bytes of a character but its first look like this
            if ((b & 0xc0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static Payload of(byte[] bytes) {
        return new Payload(bytes);
    }

    static Payload of(String text) {
        return new Payload(text);
    }

    static Payload of(Event event) {
        if (event instanceof Event.ProcessStateChanged it) {
            return new Payload(names(it.name()) + " from_state:" + it.from() + more(it));
        }
        if (event instanceof Event.ProcessLog it) {
            return withOutput(
                    names(it.name()) + " pid:" + it.pid() + " channel:" + it.channel() + "\n",
                    it.data());
        }
        if (event instanceof Event.ProcessCommunication it) {
            return withOutput(names(it.name()) + " pid:" + it.pid() + "\n", it.data());
        }
        if (event instanceof Event.RemoteCommunication it) {
            return new Payload("type:" + it.type() + "\n" + it.data());
        }
        if (event instanceof Event.Tick it) {
            return new Payload("when:" + it.when());
        }
        if (event instanceof Event.ProcessGroupAdded it) {
            return new Payload("groupname:" + it.group() + "\n");
        }
        if (event instanceof Event.ProcessGroupRemoved it) {
            return new Payload("groupname:" + it.group() + "\n");
        }
        return new Payload("");
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

    private static Payload withOutput(String head, byte[] output) {
        if (!isText(output)) {
            return new Payload(head + PythonRepr.decoded(output));
        }
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        return new Payload(
                ByteBuffer.allocate(start.length + output.length).put(start).put(output).array());
    }

    private static boolean isText(byte[] data) {
        int i = 0;
        while (i < data.length && data[i] >= 0) {
            i++;
        }
        if (i == data.length) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, i, data.length - i));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
