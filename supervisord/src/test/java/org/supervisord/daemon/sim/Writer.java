package org.supervisord.daemon.sim;

import java.util.Random;

/** A program that talks, listens, says messages for listeners, and ends in all ways there are. */
public final class Writer implements SimChild.Program {
    private final boolean captured;
    private final boolean stripped;
    private final int restlessness;
    private int messages;

    /**
     * @param captured whether messages in its output are captured
     * @param stripped whether escapes are removed from its output
     * @param restlessness how many of a thousand turns it ends in
     */
    public Writer(boolean captured, boolean stripped, int restlessness) {
        this.captured = captured;
        this.stripped = stripped;
        this.restlessness = restlessness;
    }

    @Override
    public void act(SimChild self, Random random) {
        if (random.nextInt(1000) < restlessness) {
            self.exit(random.nextInt(3));
            return;
        }
        switch (random.nextInt(10)) {
            case 0 -> self.read(1 + random.nextInt(500));
            case 1 -> {
                if (captured) {
                    self.writeWhole(
                            "<!--XSUPERVISOR:BEGIN-->"
                                    + "m".repeat(random.nextInt(100))
                                    + messages++
                                    + "<!--XSUPERVISOR:END-->",
                            false);
                }
            }
            case 2 -> {
                if (stripped) {
                    self.writeWhole("\u001b[" + random.nextInt(40) + "m", false);
                }
            }
            case 3 -> {
                if (random.nextInt(20) == 0) {
                    self.close(random.nextInt(3));
                }
            }
            case 4, 5 -> self.line(true, random);
            default -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    self.line(false, random);
                }
            }
        }
    }
}
