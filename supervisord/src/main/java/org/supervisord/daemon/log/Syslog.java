package org.supervisord.daemon.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import org.supervisord.config.SyslogSettings;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.posix.MessageSocket;
import org.supervisord.daemon.posix.Outlet;

/** The connection to syslog, one for all who have something to tell it. */
public final class Syslog {
    // severities: RFC 5424, 6.2.1
    static final int CRITICAL = 2;
    static final int ERROR = 3;
    static final int WARNING = 4;
    static final int INFO = 6;
    static final int DEBUG = 7;

    /** The facility "user", as syslog(3) has it for whoever does not ask for another. */
    private static final int FACILITY = 1 << 3;

    private static final String TAG = "supervisord";

    private static final DateTimeFormatter BSD_TIME =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter RFC5424_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);

    private final EventLoop loop;
    private final SyslogSettings.Form form;
    private final String host;
    private final StreamLog messages;

    /**
     * A connection that is made with the first message. A host's name is looked up at once, and
     * waited for: the loop is not running yet.
     *
     * @param host the name of this machine
     * @param trouble told in one line when there is no syslog, and when there is one again
     */
    public Syslog(SyslogSettings settings, String host, EventLoop loop, Consumer<String> trouble) {
        this.loop = loop;
        this.form = settings.form();
        this.host = host.matches("[!-~]{1,255}") ? host : "-";
        this.messages =
                new StreamLog(
                        "syslog",
                        source(settings.address()),
                        loop,
                        StreamLog.PATIENCE,
                        // it may be what is told of: not before its message is on its way
                        message -> loop.post(() -> trouble.accept(message)));
    }

    private static StreamLog.Source source(SyslogSettings.Address address) {
        if (address instanceof SyslogSettings.Address.Local local) {
            return () -> MessageSocket.local(local.path());
        }
        SyslogSettings.Address.Remote remote = (SyslogSettings.Address.Remote) address;
        try {
            InetSocketAddress to =
                    new InetSocketAddress(InetAddress.getByName(remote.host()), remote.port());
            return () -> MessageSocket.remote(to, remote.tcp());
        } catch (UnknownHostException e) {
            return () -> unknown(remote.host());
        }
    }

    private static Outlet unknown(String host) throws IOException {
        throw new UnknownHostException("there is no host " + host);
    }

    /** Sends one message. */
    void send(int severity, byte[] text) {
        OffsetDateTime now = LocalTime.withOffset(loop.clock().wallMillis());
        String head =
                switch (form) {
                    // the reference tells everything as information
                    case BSD -> "<" + (FACILITY | INFO) + ">" + BSD_TIME.format(now) + " " + TAG;
                    case RFC5424 ->
                            "<"
                                    + (FACILITY | severity)
                                    + ">1 "
                                    + RFC5424_TIME.format(now)
                                    + " "
                                    + host
                                    + " "
                                    + TAG
                                    + " "
                                    + ProcessHandle.current().pid()
                                    + " - -";
                };
        ByteArrayOutputStream message = new ByteArrayOutputStream(head.length() + 2 + text.length);
        message.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        message.writeBytes((form == SyslogSettings.Form.BSD ? ": " : " ").getBytes());
        message.writeBytes(text);
        messages.write(ByteBuffer.wrap(message.toByteArray()));
    }

    /** A log whose lines are messages. */
    LogSink log(String name) {
        return new SyslogLog(name, this, loop);
    }

    boolean isCongested() {
        return messages.isCongested();
    }

    void whenRoom(Runnable task) {
        messages.whenRoom(task);
    }

    /** How many bytes wait to be sent. */
    public long waitingBytes() {
        return messages.waitingBytes();
    }

    /** What waits to be sent. */
    public LogSnapshot snapshot(Keeper keeper) {
        return messages.snapshot(keeper);
    }

    /** Goes on where a former program was. */
    public void resume(LogSnapshot former, Inheritance inheritance) throws IOException {
        messages.resume(former, inheritance);
    }

    /** Connects anew, as syslog may be another one now. */
    void reopen() {
        messages.reopen();
    }

    /** Sends what waits, for as long as it is taken, a few seconds at most; the daemon ends. */
    public void close() {
        messages.flush();
        messages.close();
    }
}
