package org.supervisord.daemon.handover;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Makes channels on the descriptors that the former program has left open. Every method fails when
 * there is nothing open under the descriptor, or when it was taken before.
 */
public interface Inheritance {
    /** The end of a pipe to be read. */
    Pipe.SourceChannel source(int descriptor) throws IOException;

    /** The end of a pipe to be written. */
    Pipe.SinkChannel sink(int descriptor) throws IOException;

    /** A file to be written; whether at its end is up to how it was opened. */
    FileChannel file(int descriptor) throws IOException;

    /** A socket that listens. */
    ServerSocketChannel listening(int descriptor, boolean unix) throws IOException;

    /** A socket that is connected. */
    SocketChannel connected(int descriptor, SocketAddress remote) throws IOException;

    /** A descriptor as it is. */
    int taken(int descriptor) throws IOException;
}
