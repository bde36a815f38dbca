package org.supervisord.daemon.http;

import java.time.Duration;
import java.util.List;
import org.supervisord.config.HttpServerSettings;

/**
 * What a server bears.
 *
 * @param connections at the same time; when one more comes, the longest idle one goes, or one that
 *     is silent in the middle of a body, and if there is none the newcomer gets a 503
 * @param headBytes of a request line and its header fields together; more is a 431
 * @param bodyBytes of a request; more is a 413
 * @param bodyBytesOfAll bodies that are being read or answered at the same time; for more there is
 *     no room before others are done. Growing and handing over a body takes up to three times its
 *     bytes for a moment
 * @param requestTime for a request to arrive in full, from its first byte on, or from the
 *     connection's beginning; then it is a 408
 * @param idleTime between requests of one connection. Long, since an interactive client keeps its
 *     connection and takes its loss for an error
 * @param writeTime without the client taking a single byte of an answer. Streams are exempt: a
 *     pager may stop reading for hours, and holds one small buffer only
 */
public record HttpLimits(
        int connections,
        int headBytes,
        int bodyBytes,
        long bodyBytesOfAll,
        Duration requestTime,
        Duration idleTime,
        Duration writeTime) {
    private static final Duration WRITE_TIME = Duration.ofSeconds(60);

    /** As many clients are served however few descriptors there are. */
    private static final int FEW_CONNECTIONS = 256;

    private static final int MANY_CONNECTIONS = 1024;

    /** As many clients are served however small the heap is. */
    private static final int FEWEST_CONNECTIONS = 64;

    /** What of the heap there has to be for each client. */
    private static final long HEAP_BYTES = 256 << 10;

    private static final long HEAP_BYTES_WITH_TLS = 4 * HEAP_BYTES;

    /** Those of a server that says nothing, in a process with few descriptors. */
    public static final HttpLimits DEFAULT = of(HttpServerSettings.Limits.DEFAULT, FEW_CONNECTIONS);

    /**
     * Those of a server's section.
     *
     * @param all servers of this process, which share what it has for clients
     * @param descriptors that this process may have open, of which the programs need the most
     * @param heapBytes that this process may take
     */
    public static HttpLimits of(
            HttpServerSettings server,
            List<HttpServerSettings> all,
            long descriptors,
            long heapBytes) {
        long sharing = all.stream().filter(it -> it.limits().connections().isEmpty()).count();
        long share = descriptors / Math.max(1, sharing);
        boolean encrypts = server instanceof HttpServerSettings.Inet inet && inet.tls().isPresent();
        long ofClient = encrypts ? HEAP_BYTES_WITH_TLS : HEAP_BYTES;
        return of(server.limits(), connections(share, heapBytes / ofClient));
    }

    private static HttpLimits of(HttpServerSettings.Limits settings, int connections) {
        return new HttpLimits(
                settings.connections().orElse(connections),
                settings.headerBytes(),
                settings.bodyBytes(),
                2L * settings.bodyBytes(),
                Duration.ofSeconds(settings.requestSecs()),
                Duration.ofSeconds(settings.idleSecs()),
                WRITE_TIME);
    }

    /** A half at most: programs need the others, and so do logs that are followed. */
    private static int connections(long descriptors, long inHeap) {
        long most = Math.max(FEW_CONNECTIONS, Math.min(descriptors / 2, MANY_CONNECTIONS));
        return (int) Math.min(most, Math.max(inHeap, FEWEST_CONNECTIONS));
    }

    /** The longest line of a head, and the most that is read ahead of one connection. */
    static final int LINE_BYTES = 8 * 1024;

    /** The most header fields of a request. */
    static final int FIELDS = 100;

    /** A body that is said to have no more bytes than this has room beside the others'. */
    static final int SHORT_BODY = 64 << 10;

    /** The room for such bodies. */
    static final long SHORT_BODIES_OF_ALL = 8 << 20;

    /** How long a client may be silent in the middle of a request when others want its place. */
    static final Duration STALLED = Duration.ofSeconds(2);

    /** What is read from a streamed body at a time. */
    static final int STREAM_BYTES = 64 * 1024;

    /** As many bytes of streamed bodies are read ahead of all clients. */
    static final long STREAM_BYTES_OF_ALL = 16 << 20;

    /** What is read from a streamed body at a time when there are very many. */
    static final int SMALL_STREAM_BYTES = 8 * 1024;

    /**
     * The most bytes of answers that wait for clients to read them, unless it is only one answer;
     * more is a 503. Streams are exempt.
     */
    static final long HELD_BYTES = 64L << 20;

    /** An answer of more bytes than this does not wait until others have been dealt with. */
    static final int LONG_ANSWER = 16 << 10;

    /** How long a client may take to notice that the connection ends. */
    static final Duration LINGER = Duration.ofSeconds(2);
}
