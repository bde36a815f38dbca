package org.supervisord.ctl.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;

/** One connection to a server, over TCP or a Unix socket; one request after the other. */
public final class HttpConnection implements Closeable {
    private static final int BUFFER_SIZE = 16 << 10;
    private static final int UNAUTHORIZED = 401;

    /** More than 8 MiB of a log, the most that our daemon sends, take as XML. */
    private static final int LONGEST = 48 << 20;

    private static final int LONGEST_LINE = 64 << 10;

    private static final Http1Config LIMITS =
            Http1Config.custom().setMaxLineLength(LONGEST_LINE).setMaxHeaderCount(1000).build();

    /** Who is asking. */
    public record Credentials(String username, String password) {
        String header() {
            byte[] both = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Authorization: Basic " + Base64.getEncoder().encodeToString(both) + "\r\n";
        }

        @Override
        public String toString() {
            return "Credentials[" + username + "]";
        }
    }

    /** An answer that is no success. */
    public static final class StatusException extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        StatusException(int status, String reason) {
            super("the server answered " + status + " " + reason);
            this.status = status;
        }

        /** The number that stands for what went wrong. Source: RFC 9110, 15. */
        public int status() {
            return status;
        }

        /** Whether the server wants a name and a password, or others. */
        public boolean isUnauthorized() {
            return status == UNAUTHORIZED;
        }
    }

    /** The server has ended the connection, or lost it, before it answered anything. */
    static final class Unanswered extends IOException {
        private static final long serialVersionUID = 1L;

        Unanswered() {
            super("the server has ended the connection");
        }
    }

    private final ServerAddress server;
    private final Optional<Credentials> credentials;
    private Optional<SocketChannel> opened = Optional.empty();
    private boolean closed;
    private SocketChannel channel;
    private InputStream in;
    private OutputStream out;
    private final SessionInputBufferImpl buffer =
            new SessionInputBufferImpl(
                    new BasicHttpTransportMetrics(), BUFFER_SIZE, -1, LONGEST_LINE, null);
    private final DefaultHttpResponseParser parser = new DefaultHttpResponseParser(LIMITS);

    /** One that is not connected yet. */
    HttpConnection(ServerAddress server, Optional<Credentials> credentials) {
        this.server = server;
        this.credentials = credentials;
    }

    /** Connects; may be given up by {@link #close} from another thread. */
    void connect() throws IOException {
        channel = server.connect(this::open);
        try {
            Optional<SSLSocket> encrypted =
                    server.trust().isPresent()
                            ? Optional.of(server.trust().get().over(channel))
                            : Optional.empty();
            in =
                    encrypted.isPresent()
                            ? encrypted.get().getInputStream()
                            : Channels.newInputStream(channel);
            out =
                    encrypted.isPresent()
                            ? encrypted.get().getOutputStream()
                            : Channels.newOutputStream(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private synchronized void open(SocketChannel tried) throws IOException {
        if (closed) {
            throw new IOException("the connection was closed");
        }
        opened = Optional.of(tried);
    }

    /**
     * Whether the server has ended the connection since the last answer. Nothing may be going on.
     */
    boolean isEnded() {
        try {
            channel.configureBlocking(false);
            // whatever else comes between two answers makes it useless as well
            boolean ended = channel.read(ByteBuffer.allocate(1)) != 0;
            channel.configureBlocking(true);
            return ended;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Posts a document.
     *
     * @return the document that is the answer
     */
    byte[] post(String path, byte[] body) throws IOException {
        send(
                "POST " + path,
                "Content-Type: text/xml\r\nContent-Length: " + body.length + "\r\n",
                body);
        byte[] answer = body().readNBytes(LONGEST + 1);
        if (answer.length > LONGEST) {
            throw new IOException("the server's answer is longer than 48 MiB");
        }
        return answer;
    }

    /** Asks for something that may never end. */
    InputStream get(String path) throws IOException {
        send("GET " + path, "", new byte[0]);
        return body();
    }

    private void send(String request, String fields, byte[] body) throws IOException {
        String head =
                request
                        + " HTTP/1.1\r\nHost: "
                        + server.host()
                        + "\r\nUser-Agent: supervisorctl\r\nAccept: */*\r\n"
                        + fields
                        + credentials.map(Credentials::header).orElse("")
                        + "\r\n";
        // as the reference, which lets names be what they are
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        try {
            out.write(all);
        } catch (IOException e) {
            throw new Unanswered();
        }
    }

    private InputStream body() throws IOException {
        awaitAnswer();
        try {
            ClassicHttpResponse response = parser.parse(buffer, in);
            if (response == null) {
                throw new IOException("the server's answer is empty");
            }
            InputStream body = body(response);
            if (response.getCode() != 200) {
                throw new StatusException(response.getCode(), response.getReasonPhrase());
            }
            return body;
        } catch (HttpException | MessageConstraintException e) {
            throw new IOException("the server's answer is not HTTP: " + e.getMessage());
        }
    }

    private void awaitAnswer() throws Unanswered {
        try {
            if (buffer.hasBufferedData() || buffer.fillBuffer(in) > 0) {
                return;
            }
        } catch (IOException e) {
            // it was reset, which is an end as well
        }
        throw new Unanswered();
    }

    private InputStream body(ClassicHttpResponse response) throws IOException {
        Header coding = response.getFirstHeader("Transfer-Encoding");
        if (coding != null && coding.getValue().equalsIgnoreCase("chunked")) {
            return new ChunkedInputStream(buffer, in, LIMITS);
        }
        Header length = response.getFirstHeader("Content-Length");
        if (length == null) {
            return new IdentityInputStream(buffer, in);
        }
        try {
            return new ContentLengthInputStream(
                    buffer, in, Long.parseLong(length.getValue().strip()));
        } catch (IllegalArgumentException e) {
            throw new IOException("the server's answer has no length");
        }
    }

    /** Closes it, from any thread; it is not connected any more then. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (opened.isPresent()) {
            opened.get().close();
        }
    }
}
