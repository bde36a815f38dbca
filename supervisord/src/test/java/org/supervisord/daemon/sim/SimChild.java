package org.supervisord.daemon.sim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** A process of the machine, until it is waited for. What it does is its program's affair. */
public final class SimChild {
    /** What a process does when it has its turn. */
    public interface Program {
        /** Its turn. */
        void act(SimChild self, Random random);
    }

    private final int pid;
    private final String name;
    private final Program program;
    private final boolean isDeaf;
    final Optional<SimPipe> in;
    final SimPipe out;
    final SimPipe err;
    private byte[] unsent = {};
    private SimPipe unsentTo;
    private boolean unsentMark;
    private long lines;
    private int status = -1;
    private boolean leaving;

    SimChild(
            int pid,
            String name,
            Program program,
            boolean isDeaf,
            Optional<SimPipe> in,
            SimPipe out,
            SimPipe err) {
        this.pid = pid;
        this.name = name;
        this.program = program;
        this.isDeaf = isDeaf;
        this.in = in;
        this.out = out;
        this.err = err;
        this.unsentTo = out;
    }

    public int pid() {
        return pid;
    }

    /** Its group and name, with a colon between. */
    public String name() {
        return name;
    }

    public boolean isAlive() {
        return status < 0;
    }

    int status() {
        return status;
    }

    /** Its turn: it goes on with what it has begun, or does something new. */
    void act(Random random) {
        if (unsent.length > 0) {
            flush();
        } else if (leaving) {
            exit(random.nextInt(3));
        } else {
            program.act(this, random);
        }
    }

    /** Writes a line of text that is like no other. */
    public void line(boolean toStderr, Random random) {
        String filler = "x".repeat(random.nextInt(40));
        write(toStderr ? err : out, name + " " + pid + " " + lines++ + " " + filler + "\n", true);
    }

    /** Writes to its stdout. */
    public void write(String text, boolean isForTheLog) {
        write(out, text, isForTheLog);
    }

    /** Writes all of it to its stdout, or nothing when there is no room; tells which. */
    public boolean writeWhole(String text, boolean isForTheLog) {
        byte[] data = text.getBytes(StandardCharsets.US_ASCII);
        if (out.free() < data.length) {
            return false;
        }
        out.put(data, isForTheLog);
        return true;
    }

    private void write(SimPipe pipe, String text, boolean isForTheLog) {
        unsent = text.getBytes(StandardCharsets.US_ASCII);
        unsentTo = pipe;
        unsentMark = isForTheLog;
        flush();
    }

    private void flush() {
        if (!unsentTo.isReadable()) {
            unsent = new byte[0];
            return;
        }
        int count = Math.min(unsentTo.free(), unsent.length);
        unsentTo.put(Arrays.copyOf(unsent, count), unsentMark);
        unsent = Arrays.copyOfRange(unsent, count, unsent.length);
    }

    /** Reads from its stdin. */
    public byte[] read(int most) {
        return in.map(pipe -> pipe.takeAll(most)).orElse(new byte[0]);
    }

    /** Closes one of its descriptors, and goes on. */
    public void close(int descriptor) {
        switch (descriptor) {
            case 0 -> in.ifPresent(SimPipe::closeReader);
            case 1 -> {
                if (out != err) {
                    out.closeWriter();
                }
            }
            default -> {
                if (out != err) {
                    err.closeWriter();
                }
            }
        }
    }

    /** It ends. */
    public void exit(int code) {
        end(code << 8);
    }

    /** It gets a signal. */
    void signal(int number, Random random) {
        if (number == 9) {
            end(9);
        } else if (number == 15 && !isDeaf) {
            if (random.nextInt(3) == 0) {
                leaving = true;
            } else {
                end(15);
            }
        }
    }

    private void end(int word) {
        if (isAlive()) {
            status = word;
            in.ifPresent(SimPipe::closeReader);
            out.closeWriter();
            err.closeWriter();
        }
    }
}
