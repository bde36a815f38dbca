package org.supervisord.distribution;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Class files of old libraries as those of Java 8. They do what they did; but start-up caches take
 * none from before Java 6, and a JVM that misses a single class there begins to open jars.
 */
public final class ClassFiles {
    private static final int VERSION_OFFSET = 6;
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    /** That somebody else than its authors has changed it is to be told by the jar itself. */
    private static final String NOTICE = "Class files brought to the version of Java 8";

    private ClassFiles() {}

    /**
     * Writes jars anew.
     *
     * @param arguments the folder to put them into, the date of all entries, and for each jar its
     *     source and the name of the target
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        LocalDateTime date = OffsetDateTime.parse(arguments[1]).toLocalDateTime();
        for (int i = 2; i < arguments.length; i += 2) {
            write(Path.of(arguments[i]), folder.resolve(arguments[i + 1]), date);
        }
    }

    /** Writes a jar anew; the classes that its own ones are made of have to be there. */
    static void write(Path source, Path target, LocalDateTime date) throws IOException {
        try (ZipFile in = new ZipFile(source.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(target))) {
            for (ZipEntry entry : Collections.list(in.entries())) {
                byte[] content = in.getInputStream(entry).readAllBytes();
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(date);
                out.putNextEntry(copy);
                out.write(changed(entry.getName(), content));
            }
        }
    }

    private static byte[] changed(String name, byte[] content) throws IOException {
        if (name.equals(MANIFEST)) {
            return noted(content);
        }
        return name.endsWith(".class") ? raised(content) : content;
    }

    private static byte[] noted(byte[] content) throws IOException {
        Manifest manifest = new Manifest(new ByteArrayInputStream(content));
        manifest.getMainAttributes().put(new Attributes.Name("Changed"), NOTICE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return bytes.toByteArray();
    }

    private static byte[] raised(byte[] content) {
        ClassReader reader = new ClassReader(content);
        if (reader.readShort(VERSION_OFFSET) >= Opcodes.V1_8) {
            return content;
        }
        // the verifier of newer versions wants to be told the types at each branch
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public void visit(
                            int version,
                            int access,
                            String name,
                            String signature,
                            String superName,
                            String[] interfaces) {
                        super.visit(Opcodes.V1_8, access, name, signature, superName, interfaces);
                    }
                },
                ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }
}
