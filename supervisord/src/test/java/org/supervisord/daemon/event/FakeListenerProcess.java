package org.supervisord.daemon.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.supervisord.common.ProcessState;

/** The process behind a listener: it keeps what it is told, and runs for as long as a test says. */
public final class FakeListenerProcess implements Listener.Process {
    private final String name;
    private final List<String> told = new ArrayList<>();
    private final List<String> givenUp = new ArrayList<>();
    private int recoveries;
    private int looks;
    private Runnable whenLookedAt = () -> {};
    private ProcessState state = ProcessState.RUNNING;
    private boolean broken;

    public FakeListenerProcess(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ProcessState state() {
        return state;
    }

    @Override
    public void write(byte[] data) throws IOException {
        if (broken) {
            throw new IOException("stdin is closed");
        }
        told.add(new String(data, StandardCharsets.UTF_8));
    }

    @Override
    public void look() {
        looks++;
        whenLookedAt.run();
    }

    /** How often it was tried whether it has said something. */
    int looks() {
        return looks;
    }

    /** What it has said when it is tried for the next time. */
    void whenLookedAt(Runnable says) {
        whenLookedAt = says;
    }

    @Override
    public void giveUp(String reason) {
        givenUp.add(reason);
        state = ProcessState.STOPPING;
    }

    @Override
    public void recovered() {
        recoveries++;
    }

    public void setRunning(boolean value) {
        setState(value ? ProcessState.RUNNING : ProcessState.EXITED);
    }

    public void setState(ProcessState value) {
        state = value;
    }

    /** Why it was given up, each time. */
    public List<String> givenUp() {
        return givenUp;
    }

    /** How often it was ready again after it had been given up. */
    int recoveries() {
        return recoveries;
    }

    public void breakPipe() {
        broken = true;
    }

    /** The envelopes it was given, in order. */
    public List<String> told() {
        return told;
    }

    /** The serials of the events it was given, in order. */
    public List<Integer> serials() {
        return told.stream()
                .map(text -> Integer.valueOf(text.replaceFirst("(?s).* serial:(\\d+) .*", "$1")))
                .toList();
    }
}
