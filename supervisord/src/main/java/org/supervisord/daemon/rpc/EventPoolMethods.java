package org.supervisord.daemon.rpc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.event.EventListenerPool;
import org.supervisord.daemon.event.PoolCounts;

/** Methods that tell of pools of event listeners. */
final class EventPoolMethods {
    private final SupervisorMethods shared;
    private final Supplier<List<EventListenerPool>> pools;

    EventPoolMethods(SupervisorMethods shared, Supplier<List<EventListenerPool>> pools) {
        this.shared = shared;
        this.pools = pools;
    }

    void addTo(MethodTable table) {
        table.method(
                        "daemon.getEventPoolInfo",
                        "struct info",
                        "What a pool of event listeners has done since it was made and has still to"
                                + " do: name, buffer_size, queued (events that wait), unanswered"
                                + " (events that listeners have), received, sent, accepted,"
                                + " rejected, retried, dropped, oldest_age (of the oldest event that"
                                + " waits or is unanswered, in seconds), and listeners with name and"
                                + " state.")
                .takes("string name the pool")
                .onlyReads()
                .does(shared.whileRunning(arguments -> info(pool(arguments.text(0)))));
        table.method(
                        "daemon.getAllEventPoolInfo",
                        "array infos",
                        "What getEventPoolInfo tells, of all pools, sorted by name.")
                .onlyReads()
                .does(shared.whileRunning(arguments -> all()));
    }

    private PoolCounts pool(String name) throws RpcFault {
        return pools.get().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name))
                .counts();
    }

    private List<Object> all() {
        List<Object> infos = new ArrayList<>();
        pools.get().stream()
                .sorted(Comparator.comparing(EventListenerPool::name))
                .forEach(pool -> infos.add(info(pool.counts())));
        return infos;
    }

    private static Map<String, Object> info(PoolCounts counts) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", counts.pool());
        info.put("buffer_size", counts.bufferSize());
        info.put("queued", counts.queued());
        info.put("unanswered", counts.unanswered());
        info.put("received", Numbers.capped(counts.received()));
        info.put("sent", Numbers.capped(counts.sent()));
        info.put("accepted", Numbers.capped(counts.accepted()));
        info.put("rejected", Numbers.capped(counts.rejected()));
        info.put("retried", Numbers.capped(counts.retried()));
        info.put("dropped", Numbers.capped(counts.dropped()));
        info.put("oldest_age", Numbers.capped(counts.oldest().toSeconds()));
        List<Object> listeners = new ArrayList<>();
        for (PoolCounts.ListenerCounts listener : counts.listeners()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", listener.process());
            one.put("state", listener.state().name());
            listeners.add(one);
        }
        info.put("listeners", listeners);
        return info;
    }
}
