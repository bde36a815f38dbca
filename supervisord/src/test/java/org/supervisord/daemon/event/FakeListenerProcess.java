package org.supervisord.daemon.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The process behind a listener: it keeps what it is told, and runs for as long as a test says. */
final class FakeListenerProcess implements Listener.Process {
    private final String name;
    private final List<String> told = new ArrayList<>();
    private boolean running = true;
    private boolean broken;

    FakeListenerProcess(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void write(byte[] data) throws IOException {
        if (broken) {
            throw new IOException("stdin is closed");
        }
        told.add(new String(data, StandardCharsets.UTF_8));
    }

    void setRunning(boolean value) {
        running = value;
    }

    void breakPipe() {
        broken = true;
    }

    /** The envelopes it was given, in order. */
    List<String> told() {
        return told;
    }

    /** The serials of the events it was given, in order. */
    List<Integer> serials() {
        return told.stream()
                .map(text -> Integer.valueOf(text.replaceFirst("(?s).* serial:(\\d+) .*", "$1")))
                .toList();
    }
}
