package org.supervisord.daemon.children;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.supervisord.common.ProcessState;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.event.EventBus;
import org.supervisord.daemon.event.EventListenerPool;
import org.supervisord.daemon.event.EventSerials;
import org.supervisord.daemon.event.Listener;
import org.supervisord.daemon.event.Pools;
import org.supervisord.daemon.loop.Clock;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.output.ChildInput;
import org.supervisord.daemon.output.PipeReader;

/**
 * Events reach listeners over real pipes in the turn of the loop in which they happen, or in which
 * the listener is ready. No timer is ever due here: the loop's clock stands still.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DispatchAtOnceTest {
    private static final Clock STANDING_STILL =
            new Clock() {
                @Override
                public long nanos() {
                    return 0;
                }

                @Override
                public long wallMillis() {
                    return 0;
                }
            };

    private final RecordedLog log = new RecordedLog();
    private final EventBus bus = new EventBus(new EventSerials());
    private EventLoop loop;
    private Pipe stdin;
    private Pipe stdout;
    private ProcessState state = ProcessState.RUNNING;

    @BeforeEach
    void connect() throws IOException {
        loop =
                new EventLoop(
                        STANDING_STILL,
                        (what, failure) -> {
                            throw new AssertionError(what, failure);
                        });
        stdin = Pipe.open();
        stdin.source().configureBlocking(false);
        stdout = Pipe.open();
        EventListenerPool pool = Pools.pool(log, 10, "EVENT");
        ChildInput input = new ChildInput(loop, stdin.sink(), new ChildInput.Total());
        Listener listener = pool.add(new PipedProcess(input));
        bus.subscribe(pool);
        new PipeReader(
                loop,
                stdout.source(),
                ByteBuffer.allocateDirect(PipeReader.BUFFER_SIZE),
                Optional.empty(),
                new EndingTurn(
                        new ListenerOutput(listener, "l", List.of(), false, loop, log.log())));
    }

    @AfterEach
    void close() throws IOException {
        stdin.source().close();
        stdout.sink().close();
        loop.close();
    }

    /** The loop has one more turn to go when the listener has said something: this one. */
    private final class EndingTurn implements PipeReader.Consumer {
        private final PipeReader.Consumer next;

        EndingTurn(PipeReader.Consumer next) {
            this.next = next;
        }

        @Override
        public void take(ByteBuffer data) {
            next.take(data);
            loop.stop();
        }

        @Override
        public void end() {
            next.end();
        }
    }

    private final class PipedProcess implements Listener.Process {
        private final ChildInput input;

        PipedProcess(ChildInput input) {
            this.input = input;
        }

        @Override
        public String name() {
            return "l";
        }

        @Override
        public ProcessState state() {
            return state;
        }

        @Override
        public void write(byte[] data) throws IOException {
            input.write(data);
        }

        @Override
        public void look() {}

        @Override
        public void giveUp(String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void recovered() {}
    }

    @Test
    void aListenerThatIsReadyIsToldWhileTheEventHappens() throws IOException {
        says("READY\n");
        loop.run();
        assertEquals("", told());
        bus.publish(new Event.RemoteCommunication("t", "now"));
        assertEquals("type:t\nnow", told());
    }

    @Test
    void anEventThatWaitsIsToldInTheTurnInWhichAListenerIsReady() throws IOException {
        bus.publish(new Event.RemoteCommunication("t", "one"));
        bus.publish(new Event.RemoteCommunication("t", "two"));
        says("READY\n");
        loop.run();
        assertEquals("type:t\none", told());
        says("RESULT 2\nOKREADY\n");
        loop.run();
        assertEquals("type:t\ntwo", told());
    }

    @Test
    void aRejectedEventIsToldAgainInTheTurnInWhichTheListenerIsReady() throws IOException {
        bus.publish(new Event.RemoteCommunication("t", "one"));
        says("READY\n");
        loop.run();
        assertEquals("type:t\none", told());
        says("RESULT 4\nFAILREADY\n");
        loop.run();
        assertEquals("type:t\none", told());
    }

    @Test
    void aListenerThatWasReadyTooEarlyIsToldWhenItIsRunning() throws IOException {
        state = ProcessState.STARTING;
        bus.publish(new Event.RemoteCommunication("t", "one"));
        says("READY\n");
        loop.run();
        assertEquals("", told());
        state = ProcessState.RUNNING;
        bus.dispatch();
        assertEquals("type:t\none", told());
    }

    private void says(String text) {
        try {
            stdout.sink().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The payload that has come to the listener, without its header. */
    private String told() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        stdin.source().read(buffer);
        String text = StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
        return text.substring(text.indexOf('\n') + 1);
    }
}
