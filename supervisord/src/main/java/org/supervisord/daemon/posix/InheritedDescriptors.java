package org.supervisord.daemon.posix;

import com.sun.jna.Native;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.TreeSet;
import org.supervisord.daemon.handover.Inheritance;

/**
 * Channels of the JDK on descriptors that it has not opened. Its constructors for them are not
 * public: needs --add-opens java.base/sun.nio.ch.
 */
public final class InheritedDescriptors implements Inheritance {
    private static final int F_GETFD = 1;

    private final Set<Integer> left;

    /**
     * What the former program has left.
     *
     * @param descriptors all of them
     */
    public InheritedDescriptors(Set<Integer> descriptors) {
        left = new TreeSet<>(descriptors);
    }

    @Override
    public int taken(int descriptor) throws IOException {
        if (!left.remove(descriptor)) {
            throw new IOException("descriptor " + descriptor + " was not left to us");
        }
        if (LibC.fcntl(descriptor, F_GETFD, 0) < 0) {
            throw new PosixException("fcntl", Native.getLastError());
        }
        return descriptor;
    }

    private FileDescriptor object(int descriptor) throws IOException {
        return sun.nio.ch.IOUtil.newFD(taken(descriptor));
    }

    @Override
    public Pipe.SourceChannel source(int descriptor) throws IOException {
        return sourceOf(taken(descriptor));
    }

    /** What can be read from a descriptor that nobody else uses. */
    static Pipe.SourceChannel sourceOf(int descriptor) throws IOException {
        return (Pipe.SourceChannel)
                make(
                        "SourceChannelImpl",
                        new Class<?>[] {SelectorProvider.class, FileDescriptor.class},
                        SelectorProvider.provider(),
                        sun.nio.ch.IOUtil.newFD(descriptor));
    }

    @Override
    public Pipe.SinkChannel sink(int descriptor) throws IOException {
        return (Pipe.SinkChannel)
                make(
                        "SinkChannelImpl",
                        new Class<?>[] {SelectorProvider.class, FileDescriptor.class},
                        SelectorProvider.provider(),
                        object(descriptor));
    }

    @Override
    public FileChannel file(int descriptor) throws IOException {
        // closing the channel closes the stream
        return new FileOutputStream(object(descriptor)).getChannel();
    }

    @Override
    public ServerSocketChannel listening(int descriptor, boolean unix) throws IOException {
        return (ServerSocketChannel)
                make(
                        "ServerSocketChannelImpl",
                        new Class<?>[] {
                            SelectorProvider.class,
                            ProtocolFamily.class,
                            FileDescriptor.class,
                            boolean.class
                        },
                        SelectorProvider.provider(),
                        unix ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET6,
                        object(descriptor),
                        true);
    }

    @Override
    public SocketChannel connected(int descriptor, SocketAddress remote) throws IOException {
        return (SocketChannel)
                make(
                        "SocketChannelImpl",
                        new Class<?>[] {
                            SelectorProvider.class,
                            ProtocolFamily.class,
                            FileDescriptor.class,
                            SocketAddress.class
                        },
                        SelectorProvider.provider(),
                        family(remote),
                        object(descriptor),
                        remote);
    }

    private static ProtocolFamily family(SocketAddress remote) {
        if (remote instanceof UnixDomainSocketAddress) {
            return StandardProtocolFamily.UNIX;
        }
        return ((InetSocketAddress) remote).getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
    }

    private static Object make(String name, Class<?>[] types, Object... arguments)
            throws IOException {
        try {
            Constructor<?> constructor =
                    Class.forName("sun.nio.ch." + name).getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IOException(e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IOException("this Java can't take over a descriptor: " + e, e);
        }
    }

    /** Closes what nobody has taken, and answers which that was. */
    public Set<Integer> closeRest() {
        Set<Integer> closed = new TreeSet<>(left);
        closed.forEach(LibC::close);
        left.clear();
        return closed;
    }
}
