package org.supervisord.daemon.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The answers of one connection on their way to the client, one at a time: in full, or as a stream
 * that is asked for more whenever the client has taken what there was.
 */
final class AnswerSender {
    private final HeldBytes ofAll;
    private final HeldBytes ofStreams;
    private final ReplyWriter output;
    private long held;
    private StreamedBody stream;
    private boolean streamIsDry;
    private HttpStatus status = HttpStatus.OK;

    AnswerSender(HeldBytes ofAll, HeldBytes ofStreams, ReplyWriter output) {
        this.ofAll = ofAll;
        this.ofStreams = ofStreams;
        this.output = output;
    }

    /** Asks the client for the body that it holds back. */
    void askForBody() throws IOException {
        output.addContinue();
        output.write();
    }

    /**
     * Takes an answer; in its place one that says so, if too many wait for their clients already.
     *
     * @param head of the request, empty when that could not be understood
     */
    void send(Optional<RequestHead> head, HttpResponse wanted, boolean closes) {
        HttpResponse response =
                ofAll.mayHold(wanted.size())
                        ? wanted
                        : HttpResponse.error(HttpStatus.SERVICE_UNAVAILABLE);
        hold(response.size());
        HttpVersion version = head.map(RequestHead::version).orElse(HttpVersion.HTTP_1_1);
        boolean sendsBody = head.filter(it -> it.method().equals("HEAD")).isEmpty();
        var length = new Headers.Field("Content-Length", Long.toString(response.length()));
        output.add(version, response, length, ending(version, closes), sendsBody);
        status = response.status();
    }

    /**
     * Takes an answer whose body comes bit by bit.
     *
     * @param more to be run when the source has something again
     * @throws IOException when the source can't promise to tell, or there is no memory for it; it
     *     is closed then, and nothing is sent
     */
    void stream(
            RequestHead head,
            HttpResponse response,
            boolean closes,
            BodySource source,
            Runnable more)
            throws IOException {
        boolean chunked = head.version() == HttpVersion.HTTP_1_1;
        int bytes =
                ofStreams.mayHold(HttpLimits.STREAM_BYTES)
                        ? HttpLimits.STREAM_BYTES
                        : HttpLimits.SMALL_STREAM_BYTES;
        stream = body(source, chunked, bytes);
        ofStreams.add(bytes);
        streamIsDry = false;
        try {
            source.onMore(more);
        } catch (IOException e) {
            close();
            throw e;
        }
        var coding = chunked ? new Headers.Field("Transfer-Encoding", "chunked") : null;
        output.add(head.version(), response, coding, ending(head.version(), closes), false);
        status = response.status();
    }

    private static StreamedBody body(BodySource source, boolean chunked, int bytes)
            throws IOException {
        try {
            return new StreamedBody(source, chunked, bytes);
        } catch (OutOfMemoryError e) {
            source.close();
            throw new IOException("no memory for what is read ahead", e);
        }
    }

    /** The status of the answer that is sent. */
    HttpStatus status() {
        return status;
    }

    /** How many bytes of it the client has taken. */
    long sent() {
        return output.sent();
    }

    private static ReplyWriter.Ending ending(HttpVersion version, boolean closes) {
        if (closes) {
            return ReplyWriter.Ending.CLOSE;
        }
        return version == HttpVersion.HTTP_1_0
                ? ReplyWriter.Ending.KEEP_SAYING_SO
                : ReplyWriter.Ending.KEEP;
    }

    private void hold(long bytes) {
        long more = bytes - held;
        held = bytes;
        ofAll.add(more);
    }

    /** Writes what the client takes at present; returns how many bytes that was. */
    long write() throws IOException {
        return output.write();
    }

    /** Whether there is nothing that the client would have to take. */
    boolean isEmpty() {
        return output.isEmpty();
    }

    /** Whether an answer is sent in full. */
    boolean isDone() {
        boolean done = output.isEmpty() && stream == null;
        if (done) {
            hold(0);
        }
        return done;
    }

    /** Whether more can be sent as soon as the client takes it. */
    boolean wantsToWrite() {
        return !output.isEmpty() || stream != null && !streamIsDry;
    }

    /**
     * Goes on with a stream: one buffer a turn, so that a quick reader of a long log leaves time
     * for the others.
     *
     * @throws SourceFailed when its source fails
     */
    void pump() throws IOException {
        output.write();
        if (stream == null || !output.isEmpty()) {
            return;
        }
        ByteBuffer bytes;
        try {
            bytes = stream.next();
        } catch (IOException e) {
            throw new SourceFailed(e);
        }
        streamIsDry = !bytes.hasRemaining();
        if (!streamIsDry) {
            output.add(bytes);
            output.write();
        }
        if (stream.isEnded()) {
            close();
        }
    }

    /** Whether there is a stream that may end anywhere. */
    boolean isEndless() {
        return stream != null && !stream.isWhole();
    }

    /** Ends a stream as if its source had ended, behind what was read of it. */
    void endStream() {
        if (stream != null && !stream.isEnded()) {
            output.append(stream.last());
        }
        close();
    }

    /** Lets go of the answer. */
    void close() {
        hold(0);
        if (stream != null) {
            ofStreams.add(-stream.size());
            stream.close();
            stream = null;
        }
    }

    /** It was not the client that failed. */
    static final class SourceFailed extends IOException {
        private static final long serialVersionUID = 1;

        SourceFailed(IOException cause) {
            super(cause);
        }
    }
}
