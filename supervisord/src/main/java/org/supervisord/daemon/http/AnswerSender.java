package org.supervisord.daemon.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The answers of one connection on their way to the client, one at a time: in full, or as a stream
 * that is asked for more whenever the client has taken what there was.
 */
final class AnswerSender {
    private final ReplyWriter output;
    private StreamedBody stream;
    private boolean streamIsDry;

    AnswerSender(ReplyWriter output) {
        this.output = output;
    }

    /** Asks the client for the body that it holds back. */
    void askForBody() throws IOException {
        output.addContinue();
        output.write();
    }

    /** Takes an answer. */
    void send(HttpVersion version, HttpResponse response, ReplyWriter.Ending ending, boolean body) {
        var length = new Headers.Field("Content-Length", Integer.toString(response.body().length));
        output.add(version, response, length, ending, body);
    }

    /**
     * Takes an answer whose body comes bit by bit.
     *
     * @param more to be run when the source has something again
     * @throws IOException when the source can't promise to tell; it is closed then, and nothing is
     *     sent
     */
    void send(
            HttpVersion version,
            HttpResponse response,
            ReplyWriter.Ending ending,
            BodySource source,
            Runnable more)
            throws IOException {
        boolean chunked = version == HttpVersion.HTTP_1_1;
        stream = new StreamedBody(source, chunked);
        streamIsDry = false;
        try {
            source.onMore(more);
        } catch (IOException e) {
            close();
            throw e;
        }
        var coding = chunked ? new Headers.Field("Transfer-Encoding", "chunked") : null;
        output.add(version, response, coding, ending, false);
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
        return output.isEmpty() && stream == null;
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

    /** Lets go of a stream. */
    void close() {
        if (stream != null) {
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
