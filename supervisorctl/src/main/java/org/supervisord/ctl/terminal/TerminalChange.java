package org.supervisord.ctl.terminal;

/**
 * Something that is changed about the terminal until this is closed. Whoever has the terminal when
 * the program ends by a signal, or is stopped (Ctrl-Z), finds it as it was before; a program that
 * is stopped, or in the background, ends without touching it.
 */
public final class TerminalChange implements AutoCloseable {
    private final Runnable change;
    private final Runnable undoing;
    private final Runnable signalsEnded;
    private boolean over;

    /**
     * Makes a change.
     *
     * @param change is made again when the program goes on in the foreground
     * @param undoing takes it back, from any thread
     */
    public TerminalChange(Runnable change, Runnable undoing) {
        this.change = change;
        this.undoing = undoing;
        // while the kernel keeps it waiting for the terminal, signals end it by themselves
        change.run();
        Runnable endingsEnded = EndingSignals.endAfter(this::undo);
        Runnable stopsEnded = EndingSignals.onStop(this::stop);
        signalsEnded =
                () -> {
                    stopsEnded.run();
                    endingsEnded.run();
                };
    }

    private synchronized void undo() {
        if (!over && Foreground.isOurs()) {
            undoing.run();
        }
    }

    private synchronized void stop() {
        undo();
        EndingSignals.stop(over ? () -> {} : change);
    }

    @Override
    public void close() {
        synchronized (this) {
            undo();
            over = true;
        }
        signalsEnded.run();
    }
}
