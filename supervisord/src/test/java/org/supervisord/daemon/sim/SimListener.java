package org.supervisord.daemon.sim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** An event listener: a good one, or one of those that there are. */
public final class SimListener implements SimChild.Program {
    /** Told of what a listener gets and says. */
    public interface Hearing {
        /** An event has come in full. */
        void received(Map<String, String> header, String payload);

        /** The listener has said that it has dealt with the event. */
        void accepted(Map<String, String> header);
    }

    private static final int PATIENCE = 3;

    private final boolean isGood;
    private boolean isMute;
    private final Hearing hearing;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private Map<String, String> event;
    private boolean ready;
    private int dawdling;

    public SimListener(boolean isGood, Hearing hearing) {
        this.isGood = isGood;
        this.hearing = hearing;
    }

    @Override
    public void act(SimChild self, Random random) {
        if (!ready) {
            ready = self.writeWhole("READY\n", true);
        } else if (event == null) {
            heard.writeBytes(self.read(4000));
            hear();
        } else if (isGood || !isMute && dawdling-- <= 0) {
            isMute = random.nextInt(100) == 0;
            answer(self, random);
            dawdling = random.nextInt(PATIENCE);
        }
    }

    /** Takes an event apart once it is there in full. */
    private void hear() {
        String text = heard.toString(StandardCharsets.US_ASCII);
        int end = text.indexOf('\n');
        if (end < 0) {
            return;
        }
        Map<String, String> header = new HashMap<>();
        for (String word : text.substring(0, end).split(" ")) {
            String[] pair = word.split(":", 2);
            header.put(pair[0], pair[1]);
        }
        int length = Integer.parseInt(header.get("len"));
        if (text.length() < end + 1 + length) {
            return;
        }
        String payload = text.substring(end + 1, end + 1 + length);
        heard.reset();
        heard.writeBytes(text.substring(end + 1 + length).getBytes(StandardCharsets.US_ASCII));
        event = header;
        hearing.received(header, payload);
    }

    private void answer(SimChild self, Random random) {
        switch (isGood ? 9 : random.nextInt(40)) {
            case 0 -> self.exit(random.nextInt(2));
            case 1 -> {
                if (self.writeWhole("RESULT 4\nFAIL", true)) {
                    event = null;
                    ready = false;
                }
            }
            case 2 -> {
                if (random.nextInt(4) == 0) {
                    self.writeWhole("RESULT of no sense\n", true);
                }
            }
            case 3 -> {
                if (random.nextInt(4) == 0) {
                    self.close(random.nextInt(3));
                }
            }
            default -> {
                if (self.writeWhole("RESULT 2\nOK", true)) {
                    hearing.accepted(event);
                    event = null;
                    ready = false;
                }
            }
        }
    }
}
