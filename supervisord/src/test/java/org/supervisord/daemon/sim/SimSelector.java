package org.supervisord.daemon.sim;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A selector in whose sleep the world goes on. Where the order in which channels are found ready is
 * the system's choice, it is the seed's here.
 */
public final class SimSelector extends AbstractSelector {
    /** Does not wait any time. */
    public static final long NOW = -1;

    /** Waits for as long as nothing happens. */
    public static final long FOREVER = 0;

    /** What goes on while the daemon sleeps. */
    @FunctionalInterface
    public interface Sleep {
        /**
         * The daemon sleeps.
         *
         * @param millis for so long at most, {@link #NOW} or {@link #FOREVER}
         */
        void pass(long millis);
    }

    /** A channel that can say what may be done with it. */
    interface Readiness {
        /** Operations of {@link SelectionKey}. */
        int readyOps();
    }

    private final Sleep sleep;
    private final Random random;
    private final Weather weather;
    private final Set<SelectionKey> keys = new LinkedHashSet<>();
    private final Set<SelectionKey> selected = new LinkedHashSet<>();

    /** A selector without channels. */
    public SimSelector(Random random, Weather weather, Sleep sleep) {
        super(null);
        this.random = random;
        this.weather = weather;
        this.sleep = sleep;
    }

    @Override
    public int select(long millis) {
        return turn(millis);
    }

    @Override
    public int select() {
        return turn(FOREVER);
    }

    @Override
    public int selectNow() {
        return turn(NOW);
    }

    private int turn(long millis) {
        forgetCancelled();
        sleep.pass(millis);
        forgetCancelled();
        if (weather.fails(Weather.Call.POLL)) {
            return 0;
        }
        List<Key> ready = new ArrayList<>();
        for (SelectionKey it : keys) {
            Key key = (Key) it;
            if (key.isValid() && key.isReady()) {
                ready.add(key);
            }
        }
        if (ready.size() > 1) {
            Collections.shuffle(ready, random);
            if (random.nextInt(8) == 0) {
                // the system tells of some at a time only
                ready.subList(1 + random.nextInt(ready.size() - 1), ready.size()).clear();
            }
        }
        selected.addAll(ready);
        return ready.size();
    }

    private void forgetCancelled() {
        synchronized (cancelledKeys()) {
            for (SelectionKey key : cancelledKeys()) {
                keys.remove(key);
                selected.remove(key);
                deregister((AbstractSelectionKey) key);
            }
            cancelledKeys().clear();
        }
    }

    @Override
    public Set<SelectionKey> keys() {
        return keys;
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return selected;
    }

    @Override
    public Selector wakeup() {
        return this;
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
        Key key = new Key(this, channel, ops);
        key.attach(attachment);
        keys.add(key);
        return key;
    }

    @Override
    protected void implCloseSelector() {
        keys.clear();
    }

    private static final class Key extends AbstractSelectionKey {
        private final SimSelector selector;
        private final AbstractSelectableChannel channel;
        private int interest;
        private int ready;

        Key(SimSelector selector, AbstractSelectableChannel channel, int interest) {
            this.selector = selector;
            this.channel = channel;
            this.interest = interest;
        }

        boolean isReady() {
            ready = ((Readiness) channel).readyOps() & interest;
            return ready != 0;
        }

        @Override
        public SelectableChannel channel() {
            return channel;
        }

        @Override
        public Selector selector() {
            return selector;
        }

        @Override
        public int interestOps() {
            mustBeValid();
            return interest;
        }

        @Override
        public SelectionKey interestOps(int ops) {
            mustBeValid();
            interest = ops;
            return this;
        }

        @Override
        public int readyOps() {
            mustBeValid();
            return ready;
        }

        private void mustBeValid() {
            if (!isValid()) {
                throw new CancelledKeyException();
            }
        }
    }
}
