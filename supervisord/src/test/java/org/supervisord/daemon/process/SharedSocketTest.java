package org.supervisord.daemon.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.supervisord.config.FcgiSocketSettings;
import org.supervisord.daemon.RecordedLog;

class SharedSocketTest {
    private final RecordedLog log = new RecordedLog();
    private int opened;
    private int closed;
    private boolean broken;
    private final SharedSocket socket =
            new SharedSocket(
                    new FcgiSocketSettings.Tcp("localhost", 9000, OptionalInt.empty()),
                    this::open,
                    log.log());

    private SharedSocket.Opened open() throws IOException {
        if (broken) {
            throw new IOException("Address already in use");
        }
        opened++;
        return new SharedSocket.Opened(40 + opened, () -> closed++);
    }

    @Test
    void isOpenFromTheFirstUserToTheLast() throws IOException {
        assertEquals(41, socket.take());
        assertEquals(41, socket.take());
        socket.release();
        assertEquals(0, closed);
        socket.release();
        assertEquals(1, closed);
        assertEquals(
                List.of(
                        "INFO Creating socket tcp://localhost:9000",
                        "INFO Closing socket tcp://localhost:9000"),
                log.lines());
        assertEquals(42, socket.take(), "a new one after that");
    }

    @Test
    void isNotTakenWhenItCannotBeOpened() throws IOException {
        broken = true;
        IOException e = assertThrows(IOException.class, socket::take);
        assertEquals(
                "Could not create FastCGI socket tcp://localhost:9000: Address already in use",
                e.getMessage());
        broken = false;
        socket.take();
        socket.release();
        assertEquals(1, closed);
    }

    @Test
    void cannotBeGivenBackTwice() throws IOException {
        socket.take();
        socket.release();
        assertThrows(IllegalStateException.class, socket::release);
    }

    @Test
    void isClosedOnceWhenItsUsersAreAbandoned() throws IOException {
        socket.abandon();
        assertEquals(0, closed, "it was not open");
        socket.take();
        socket.take();
        socket.abandon();
        socket.abandon();
        assertEquals(1, closed);
    }
}
