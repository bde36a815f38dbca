package org.supervisord.daemon.posix;

import com.sun.jna.Native;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A socket that sends messages: each buffer is one, and is taken whole or not at all. The JDK has
 * no datagrams for sockets in the file system.
 */
public final class MessageSocket implements Outlet {
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_NONBLOCK = 04000;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int LONGEST_PATH = 107;

    /** How one sees where a message ends. */
    private enum Framing {
        DATAGRAM,
        /** Datagrams that nobody need receive. */
        LOSSY,
        /** As the C library does it where syslog has no datagrams. Source: syslog(3). */
        NUL,
        /** The length before each message. Source: RFC 6587, 3.4.1. */
        COUNTED
    }

    private final int fd;
    private final Framing framing;

    /** A message that was sent in part. */
    private Optional<ByteBuffer> begun = Optional.empty();

    private MessageSocket(int fd, Framing framing) {
        this.fd = fd;
        this.framing = framing;
    }

    /** Connects to a socket in the file system: one for datagrams, otherwise one for a stream. */
    public static MessageSocket local(Path path) throws PosixException {
        byte[] name = fitting(path.toString());
        ByteBuffer address = address(AF_UNIX, 2 + LONGEST_PATH + 1);
        address.put(name);
        try {
            return connect(AF_UNIX, SOCK_DGRAM, address, Framing.DATAGRAM);
        } catch (PosixException e) {
            if (e.errno() != Errno.EPROTOTYPE) {
                throw e;
            }
            return connect(AF_UNIX, SOCK_STREAM, address, Framing.NUL);
        }
    }

    /** Connects to a socket for datagrams that has a name but no file. Source: unix(7). */
    public static MessageSocket abstractly(String name) throws PosixException {
        byte[] bytes = fitting(name);
        // all that follows the zero is the name, and nothing must follow that
        ByteBuffer address = address(AF_UNIX, 2 + 1 + bytes.length);
        address.put((byte) 0).put(bytes);
        return connect(AF_UNIX, SOCK_DGRAM, address, Framing.DATAGRAM);
    }

    private static byte[] fitting(String name) throws PosixException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST_PATH) {
            throw new PosixException("connect", Errno.ENAMETOOLONG);
        }
        return bytes;
    }

    /**
     * Connects to a port; with TCP that goes on after this returns.
     *
     * @param to a resolved address
     */
    public static MessageSocket remote(InetSocketAddress to, boolean tcp) throws PosixException {
        boolean six = to.getAddress() instanceof Inet6Address;
        int family = six ? AF_INET6 : AF_INET;
        ByteBuffer address = address(family, six ? 28 : 16);
        address.put((byte) (to.getPort() >> 8)).put((byte) to.getPort());
        if (six) {
            address.putInt(0);
        }
        address.put(to.getAddress().getAddress());
        return tcp
                ? connect(family, SOCK_STREAM, address, Framing.COUNTED)
                : connect(family, SOCK_DGRAM, address, Framing.LOSSY);
    }

    private static ByteBuffer address(int family, int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()).putShort((short) family);
    }

    private static MessageSocket connect(int family, int type, ByteBuffer address, Framing framing)
            throws PosixException {
        int fd = LibC.socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw new PosixException("socket", Native.getLastError());
        }
        if (LibC.connect(fd, address.array(), address.capacity()) < 0
                && Native.getLastError() != Errno.EINPROGRESS) {
            int errno = Native.getLastError();
            LibC.close(fd);
            throw new PosixException("connect", errno);
        }
        return new MessageSocket(fd, framing);
    }

    @Override
    public void write(ByteBuffer message) throws PosixException {
        ByteBuffer frame = begun.orElseGet(() -> frame(message));
        while (frame.hasRemaining()) {
            byte[] rest = new byte[frame.remaining()];
            frame.get(frame.position(), rest);
            int sent = LibC.send(fd, rest, rest.length, MSG_DONTWAIT | MSG_NOSIGNAL);
            if (sent >= 0) {
                frame.position(frame.position() + sent);
                begun = Optional.of(frame);
                continue;
            }
            int errno = Native.getLastError();
            if (errno == Errno.EAGAIN) {
                return;
            } else if (framing == Framing.LOSSY && errno != Errno.EINTR) {
                // that nobody was there the last time is told now, and will be told again
                break;
            } else if (errno != Errno.EINTR) {
                throw new PosixException("send", errno);
            }
        }
        begun = Optional.empty();
        message.position(message.limit());
    }

    private ByteBuffer frame(ByteBuffer message) {
        byte[] text = new byte[message.remaining()];
        message.get(message.position(), text);
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 8);
        if (framing == Framing.COUNTED) {
            out.writeBytes((text.length + " ").getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes(text);
        if (framing == Framing.NUL) {
            out.write(0);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    @Override
    public boolean awaitWritable(int millis) {
        return Descriptors.isWritable(fd, millis);
    }

    @Override
    public Pipe.SinkChannel watch() throws IOException {
        return Descriptors.watch(fd);
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
