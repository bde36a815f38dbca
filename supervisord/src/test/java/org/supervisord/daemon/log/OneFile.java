package org.supervisord.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.handover.Keeper;

/** What one program leaves to another, if it is one file: descriptor 7. */
final class OneFile implements Keeper, Inheritance {
    private final Opening opening;

    /** Opens it. */
    interface Opening {
        FileChannel open() throws IOException;
    }

    OneFile(Opening opening) {
        this.opening = opening;
    }

    @Override
    public int keep(Channel channel) {
        return 7;
    }

    @Override
    public int keep(int descriptor) {
        return descriptor;
    }

    @Override
    public List<Integer> kept() {
        return List.of(7);
    }

    @Override
    public FileChannel file(int descriptor) throws IOException {
        assertEquals(7, descriptor);
        return opening.open();
    }

    @Override
    public Pipe.SourceChannel source(int descriptor) {
        throw new AssertionError();
    }

    @Override
    public Pipe.SinkChannel sink(int descriptor) {
        throw new AssertionError();
    }

    @Override
    public ServerSocketChannel listening(int descriptor, boolean unix) {
        throw new AssertionError();
    }

    @Override
    public SocketChannel connected(int descriptor, SocketAddress remote) {
        throw new AssertionError();
    }

    @Override
    public int taken(int descriptor) {
        throw new AssertionError();
    }
}
