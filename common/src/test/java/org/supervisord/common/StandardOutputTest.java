package org.supervisord.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    private int flushed(OutputStream to) {
        PrintStream out = new PrintStream(new BufferedOutputStream(to));
        out.print("something");
        return StandardOutput.flushed(out, new PrintStream(told), 3);
    }

    @Test
    void whatIsWrittenChangesNoStatus() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        assertEquals(3, flushed(written));
        assertEquals("something", written.toString());
        assertEquals("", told.toString());
    }

    @Test
    void aFullDiskIsNoSuccess() {
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("No space left on device");
                    }
                };
        assertEquals(StandardOutput.LOST, flushed(full));
        assertEquals("Error: can't write the output\n", told.toString());
    }
}
