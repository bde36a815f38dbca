package org.supervisord.daemon.event;

import org.supervisord.common.ProcessName;
import org.supervisord.common.ProcessState;

/** Something that happened, with all that there is to say of it. */
public sealed interface Event {

    /**
     * A process has changed its state.
     *
     * @param pid its process id at the change, 0 for none
     * @param tries how often it was started in vain since it last was running
     * @param expected whether its exit code is one of the expected ones; only for EXITED
     */
    record ProcessStateChanged(
            ProcessName name,
            ProcessState from,
            ProcessState to,
            int pid,
            int tries,
            boolean expected)
            implements Event {}

    /** A process has written something, and its output is an event. */
    record ProcessLog(ProcessName name, int pid, Channel channel, byte[] data) implements Event {}

    /** A process has written something between the tokens of a message. */
    record ProcessCommunication(ProcessName name, int pid, Channel channel, byte[] data)
            implements Event {}

    /** A client has sent a message. */
    record RemoteCommunication(String type, String data) implements Event {}

    /** The daemon begins to run programs. */
    record SupervisorRunning() implements Event {}

    /** The daemon begins to stop programs. */
    record SupervisorStopping() implements Event {}

    /**
     * A slice of time has begun.
     *
     * @param period its length in seconds: 5, 60 or 3600
     * @param when its beginning in seconds since 1970
     */
    record Tick(int period, long when) implements Event {}

    /** A group is supervised from now on. */
    record ProcessGroupAdded(String group) implements Event {}

    /** A group is no longer supervised. */
    record ProcessGroupRemoved(String group) implements Event {}

    /** An output channel of a process. */
    enum Channel {
        STDOUT("stdout"),
        STDERR("stderr");

        private final String text;

        Channel(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
