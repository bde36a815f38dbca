package org.supervisord.daemon.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.daemon.MessageReader;

@Timeout(60)
class NotifySocketTest {
    @TempDir private Path folder;

    @Test
    void eachMessageIsADatagramToAPath() throws IOException {
        heardAt(folder.resolve("notify").toString());
    }

    @Test
    void aNameNeedsNoFile() throws IOException {
        heardAt("@supervisord-test-" + UUID.randomUUID());
    }

    private static void heardAt(String where) throws IOException {
        try (MessageReader manager = MessageReader.reading("dgram", where)) {
            NotifySocket socket = new NotifySocket(where);
            assertTrue(socket.send("READY=1\nSTATUS=one"));
            assertTrue(socket.send("STATUS=zwölf"));
            assertEquals("READY=1\\nSTATUS=one", manager.next());
            assertEquals("STATUS=zw\\xc3\\xb6lf", manager.next());
        }
    }

    @Test
    void findsTheOneWhoListensAnew() throws IOException {
        String where = folder.resolve("notify").toString();
        NotifySocket socket = new NotifySocket(where);
        try (MessageReader first = MessageReader.reading("dgram", where)) {
            assertTrue(socket.send("1"));
            assertEquals("1", first.next());
        }
        assertEquals(
                "connect: ENOENT",
                assertThrows(IOException.class, () -> socket.send("2")).getMessage());
        try (MessageReader second = MessageReader.reading("dgram", where)) {
            assertTrue(socket.send("3"));
            assertEquals("3", second.next());
        }
    }

    @Test
    void doesNotWaitForOneWhoDoesNotRead() throws IOException {
        String where = folder.resolve("notify").toString();
        try (MessageReader manager = MessageReader.silent("dgram", where)) {
            NotifySocket socket = new NotifySocket(where);
            int taken = 0;
            while (socket.send("STATUS=" + taken)) {
                taken++;
            }
            assertFalse(socket.send("STATUS=" + taken));
            manager.read();
            for (int i = 0; i < taken; i++) {
                assertEquals("STATUS=" + i, manager.next());
            }
        }
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        for (String beginning : new String[] {"/", "@"}) {
            NotifySocket socket = new NotifySocket(beginning + "x".repeat(108));
            assertEquals(
                    "connect: ENAMETOOLONG",
                    assertThrows(IOException.class, () -> socket.send("READY=1")).getMessage());
        }
    }
}
