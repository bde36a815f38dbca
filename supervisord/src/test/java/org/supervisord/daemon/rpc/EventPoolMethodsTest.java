package org.supervisord.daemon.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.SupervisorBench;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.event.FakeListenerProcess;
import org.supervisord.daemon.event.Listener;
import org.supervisord.daemon.event.Pools;

class EventPoolMethodsTest {
    private final SupervisorBench bench = new SupervisorBench();
    private final RpcBench rpc = new RpcBench(bench);
    private final RecordedLog log = new RecordedLog();

    @Test
    void tellsWhatAPoolHasDone() throws RpcFault {
        Listener listener = pool("ticks", "TICK");
        Pools.says(listener, "READY\n");
        for (int when = 0; when < 15; when += 5) {
            bench.bus.publish(new Event.Tick(5, when));
        }
        Pools.says(listener, "RESULT 2\nOKREADY\nRESULT 4\nFAIL");
        Map<?, ?> info = (Map<?, ?>) rpc.call("daemon.getEventPoolInfo", "ticks");
        assertEquals(
                "{name=ticks, buffer_size=10, queued=2, unanswered=0, received=3, sent=1,"
                        + " accepted=1, rejected=0, retried=0, dropped=0, oldest_age=0,"
                        + " listeners=[{name=ear, state=UNKNOWN}]}",
                info.toString());
    }

    @Test
    void tellsOfAllPoolsByName() throws RpcFault {
        pool("z", "TICK");
        pool("a", "TICK");
        assertEquals(
                List.of("a", "z"),
                ((List<?>) rpc.call("daemon.getAllEventPoolInfo"))
                        .stream().map(info -> ((Map<?, ?>) info).get("name")).toList());
    }

    @Test
    void aPoolThatIsNotThereIsABadName() {
        assertEquals("10 BAD_NAME: nope", rpc.fault("daemon.getEventPoolInfo", "nope"));
    }

    private Listener pool(String name, String... events) {
        var pool = Pools.named(name, log, 10, events);
        bench.bus.subscribe(pool);
        return pool.add(new FakeListenerProcess("ear"));
    }
}
