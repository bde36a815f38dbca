package org.supervisord.daemon.event;

import java.util.List;

/** All pools, and the number that the next event gets. */
public record BusSnapshot(long nextSerial, List<PoolSnapshot> pools) {}
