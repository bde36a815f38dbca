package org.supervisord.daemon.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.log.StandInFile;

class DownloadTest {
    /** A file on a disk that fails. */
    private static final class Broken extends StandInFile {
        @Override
        public long size() throws IOException {
            throw new IOException("Input/output error");
        }

        @Override
        public int write(ByteBuffer source) {
            throw new AssertionError();
        }

        @Override
        protected void implCloseChannel() {}
    }

    @Test
    void closesWhatItCannotRead() {
        Broken file = new Broken();
        assertThrows(IOException.class, () -> Download.of(file));
        assertFalse(file.isOpen());
    }
}
