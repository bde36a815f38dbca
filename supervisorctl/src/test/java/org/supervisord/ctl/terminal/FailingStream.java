package org.supervisord.ctl.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Takes some writes, and then no more. */
public final class FailingStream extends OutputStream {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final int good;
    private final String error;
    private int tries;

    /**
     * Nothing is written yet.
     *
     * @param good how many writes go well
     * @param error what is said of those behind them
     */
    public FailingStream(int good, String error) {
        this.good = good;
        this.error = error;
    }

    /** How often somebody wrote, or tried to. */
    public int tries() {
        return tries;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        tries++;
        if (tries > good) {
            throw new IOException(error);
        }
        taken.write(bytes, offset, length);
    }

    /** What was taken. */
    @Override
    public String toString() {
        return taken.toString(StandardCharsets.UTF_8);
    }
}
