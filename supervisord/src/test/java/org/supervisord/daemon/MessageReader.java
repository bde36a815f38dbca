package org.supervisord.daemon;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Syslog, or a service manager: writes down what it gets, one message a line, as Python shows
 * bytes. The JDK has no sockets for datagrams in the file system.
 */
public final class MessageReader implements Closeable {
    private static final String PROGRAM =
            """
            import os, socket, sys
            kind, where = sys.argv[1:]
            types = {"dgram": socket.SOCK_DGRAM, "stream": socket.SOCK_STREAM,
                     "udp": socket.SOCK_DGRAM, "tcp": socket.SOCK_STREAM}
            local = kind in ("dgram", "stream")
            s = socket.socket(socket.AF_UNIX if local else socket.AF_INET, types[kind])
            s.bind(where.replace("@", "\\0", 1) if local else ("127.0.0.1", int(where)))
            if types[kind] == socket.SOCK_STREAM:
                s.listen()
            print(where if local else s.getsockname()[1], flush=True)
            if types[kind] == socket.SOCK_STREAM:
                s = s.accept()[0]
            sys.stdin.readline()
            while True:
                message = s.recv(65536)
                if not message:
                    break
                print(repr(message)[2:-1], flush=True)
            """;

    private final Process process;
    private final BufferedReader messages;
    private final String where;

    private MessageReader(String kind, String where) throws IOException {
        process =
                new ProcessBuilder("python3", "-c", PROGRAM, kind, where)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        messages =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.where = messages.readLine();
    }

    /**
     * One that is bound, and reads nothing yet.
     *
     * @param kind {@code dgram}, {@code stream}, {@code udp} or {@code tcp}
     * @param where its path, its name after {@code @}, or its port
     */
    public static MessageReader silent(String kind, String where) throws IOException {
        return new MessageReader(kind, where);
    }

    /** One that reads what it gets. */
    public static MessageReader reading(String kind, String where) throws IOException {
        MessageReader reader = new MessageReader(kind, where);
        reader.read();
        return reader;
    }

    public void read() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Its path or port. */
    public String where() {
        return where;
    }

    /** The next thing that it gets. */
    public String next() throws IOException {
        return messages.readLine();
    }

    public List<String> next(int count) throws IOException {
        String[] all = new String[count];
        for (int i = 0; i < count; i++) {
            all[i] = next();
        }
        return List.of(all);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        if (where.startsWith("/")) {
            Files.deleteIfExists(Path.of(where));
        }
    }
}
