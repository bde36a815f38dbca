package org.supervisord.daemon.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.supervisord.daemon.event.Pools.says;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisord.common.ProcessName;
import org.supervisord.common.ProcessState;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.loop.ManualScheduler;

/** Pools in one program go on where they were in another one. */
class ResumedPoolTest {
    private final RecordedLog log = new RecordedLog();

    /** A bus with one pool of one listener. */
    private final class Side {
        final EventBus bus = new EventBus(new EventSerials());
        final EventListenerPool pool = Pools.pool(log, 10, "EVENT");
        final FakeListenerProcess process = new FakeListenerProcess("only");
        final Listener listener = pool.add(process);

        Side() {
            bus.subscribe(pool);
        }

        void happens() {
            bus.publish(new Event.ProcessGroupAdded("some"));
        }
    }

    private Side resumed(Side former) {
        Side next = new Side();
        next.listener.started();
        next.bus.resume(former.bus.snapshot(), 0);
        assertEquals(List.of(), next.process.told(), "nothing is told before all is there");
        next.bus.dispatch();
        return next;
    }

    @Test
    void whatWaitsIsToldInItsOrderAndNumbersGoOn() {
        Side former = new Side();
        for (int i = 0; i < 3; i++) {
            former.happens();
        }
        Side next = resumed(former);
        next.happens();
        for (int i = 0; i < 4; i++) {
            says(next.listener, "READY\n");
            says(next.listener, "RESULT 2\nOK");
        }
        assertEquals(List.of(0, 1, 2, 3), next.process.serials());
        assertTrue(next.process.told().get(3).contains(" poolserial:3 "));
        assertEquals(4, next.pool.counts().received());
        assertEquals(4, next.pool.counts().accepted());
    }

    @Test
    void allThatIsHandedOverIsCounted() {
        Side side = new Side();
        assertEquals(0, side.bus.waitingBytes());
        says(side.listener, "READY\n");
        side.happens();
        long one = side.bus.waitingBytes();
        assertEquals("groupname:some\n".length(), one, "it is with the listener");
        side.happens();
        assertEquals(2 * one, side.bus.waitingBytes());
        says(side.listener, "RESULT 5\n1234");
        assertEquals(2 * one + 4, side.bus.waitingBytes());
        says(side.listener, "5");
        assertEquals(2 * one, side.bus.waitingBytes(), "it is no OK, and both wait");
    }

    @Test
    void aListenerIsHeardOutInTheMiddleOfAWord() {
        Side former = new Side();
        says(former.listener, "READY\n");
        former.happens();
        former.happens();
        says(former.listener, "RESU");
        Side next = resumed(former);
        assertEquals(ListenerState.BUSY, next.listener.state());
        says(next.listener, "LT 2\nO");
        Side last = resumed(next);
        says(last.listener, "K");
        assertEquals(1, last.pool.counts().accepted());
        says(last.listener, "READY\n");
        assertEquals(List.of(1), last.process.serials());
    }

    @Test
    void anEventThatWasWithAListenerComesBackWhenThatEnds() {
        Side former = new Side();
        says(former.listener, "READY\n");
        former.happens();
        Side next = resumed(former);
        next.process.setState(ProcessState.EXITED);
        next.listener.gone();
        next.process.setState(ProcessState.RUNNING);
        next.listener.started();
        says(next.listener, "READY\n");
        assertEquals(List.of(0), next.process.serials());
    }

    @Test
    void whoIsReadyIsToldOfTheNextEvent() {
        Side former = new Side();
        says(former.listener, "READY\n");
        Side next = resumed(former);
        next.bus.publish(
                new Event.ProcessCommunication(
                        new ProcessName("a", "b"), 7, Event.Channel.STDOUT, new byte[] {'x'}));
        assertEquals(List.of(0), next.process.serials());
    }

    @Test
    void aSliceOfTimeThatBeganMeanwhileIsToldOnce() {
        ManualScheduler scheduler = new ManualScheduler();
        scheduler.clock().setWallMillis(1_700_000_724_900L);
        Side former = new Side();
        EventBus bus = new EventBus(new EventSerials());
        TickSource source = new TickSource(scheduler, bus);
        EventListenerPool pool = Pools.pool(log, 10, "TICK_5");
        pool.add(former.process);
        bus.subscribe(pool);
        List<TickSnapshot> ticks = source.snapshot();
        assertEquals(List.of(new TickSnapshot(5, 1_700_000_720L)), ticks);
        source.close();

        scheduler.advance(Duration.ofMillis(400));
        TickSource next = new TickSource(scheduler, bus);
        bus.unsubscribe(pool.name());
        bus.subscribe(pool);
        next.resume(ticks);
        assertEquals(1, pool.counts().queued());
        next.resume(next.snapshot());
        assertEquals(1, pool.counts().queued(), "and not again");
    }
}
