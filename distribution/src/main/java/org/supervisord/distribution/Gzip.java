package org.supervisord.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Files compressed as {@code gzip -9n} does it, which is what Debian asks for. */
public final class Gzip {
    /** The byte of the header that tells how hard it was tried. Source: RFC 1952, 2.3. */
    private static final int EXTRA_FLAGS = 8;

    private static final byte SLOWEST = 2;

    private Gzip() {}

    /**
     * Compresses files.
     *
     * @param arguments the folder to put them into, then for each the source and the name of the
     *     target, to which {@code .gz} is added
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (int i = 1; i < arguments.length; i += 2) {
            write(folder.resolve(arguments[i + 1]), Files.readAllBytes(Path.of(arguments[i])));
        }
    }

    /** Writes a file, to whose name {@code .gz} is added. */
    static void write(Path file, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new Hardest(bytes)) {
            out.write(content);
        }
        byte[] zipped = bytes.toByteArray();
        zipped[EXTRA_FLAGS] = SLOWEST;
        Files.write(file.resolveSibling(file.getFileName() + ".gz"), zipped);
    }

    private static final class Hardest extends GZIPOutputStream {
        Hardest(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
