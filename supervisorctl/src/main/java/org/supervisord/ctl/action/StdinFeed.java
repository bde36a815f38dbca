package org.supervisord.ctl.action;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.client.SupervisorClient;

/** Sends bytes to the stdin of a process, no faster than it reads them. */
abstract class StdinFeed {
    /** The input is not of a kind that the server takes. */
    static final class NotText extends IOException {
        private static final long serialVersionUID = 1L;

        NotText(long offset) {
            super(
                    "the input is not text at byte "
                            + offset
                            + ", and this supervisord takes nothing else");
        }
    }

    private long sent;

    /** How many bytes were sent so far. */
    final long sent() {
        return sent;
    }

    final void count(int bytes) {
        sent += bytes;
    }

    /** Sends bytes, and returns when they are taken. */
    abstract void send(byte[] data) throws IOException, ServerFault;

    /** Nothing more will be sent. */
    abstract void end() throws IOException;

    /** One for servers that take bytes and say how many the pipe has taken. */
    static StdinFeed ofBytes(SupervisorClient client, String name) {
        return new StdinFeed() {
            @Override
            public void send(byte[] data) throws IOException, ServerFault {
                byte[] rest = data;
                while (rest.length > 0) {
                    Object answer = client.callFully("daemon.writeProcessStdin", name, rest);
                    int taken = (Integer) answer;
                    count(taken);
                    rest = Arrays.copyOfRange(rest, taken, rest.length);
                }
            }

            @Override
            public void end() {}
        };
    }

    /** One for other servers: they take texts, and keep what does not fit. */
    static StdinFeed ofText(SupervisorClient client, String name) {
        return new TextFeed(client, name);
    }

    private static final class TextFeed extends StdinFeed {
        private final SupervisorClient client;
        private final String name;
        private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        private byte[] incomplete = {};

        TextFeed(SupervisorClient client, String name) {
            this.client = client;
            this.name = name;
        }

        @Override
        public void send(byte[] data) throws IOException, ServerFault {
            byte[] all = Arrays.copyOf(incomplete, incomplete.length + data.length);
            System.arraycopy(data, 0, all, incomplete.length, data.length);
            ByteBuffer in = ByteBuffer.wrap(all);
            CharBuffer out = CharBuffer.allocate(all.length);
            decoder.reset();
            if (decoder.decode(in, out, false).isError()) {
                throw new NotText(sent() + in.position());
            }
            String text = out.flip().toString();
            int bad = firstThatXmlCannotCarry(text);
            if (bad >= 0) {
                int before = text.substring(0, bad).getBytes(StandardCharsets.UTF_8).length;
                throw new NotText(sent() + before);
            }
            incomplete = Arrays.copyOfRange(all, in.position(), all.length);
            if (!text.isEmpty()) {
                client.call("sendProcessStdin", name, text);
                count(in.position());
            }
        }

        @Override
        public void end() throws IOException {
            try {
                decoder.reset();
                decoder.decode(ByteBuffer.wrap(incomplete));
            } catch (CharacterCodingException e) {
                throw new NotText(sent());
            }
        }

        private static int firstThatXmlCannotCarry(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
                if (control || c == '\ufffe' || c == '\uffff') {
                    return i;
                }
            }
            return -1;
        }
    }
}
