package org.supervisord.daemon.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Makes jars of sources, such as the one in the manual. */
final class PluginJar {
    private static final Path MANUAL = Path.of("..", "docs", "plugins.md");

    private PluginJar() {}

    /** The source that the manual shows. */
    static String example() throws IOException {
        String manual = Files.readString(MANUAL);
        int start = manual.indexOf("```java\n") + "```java\n".length();
        return manual.substring(start, manual.indexOf("```", start));
    }

    /** Compiles a source and puts its classes into a jar in a folder. */
    static void write(Path folder, String className, String source) throws IOException {
        Path work = Files.createTempDirectory(folder, "made");
        Path file = Files.writeString(work.resolve(className + ".java"), source);
        Path classes = Files.createDirectory(work.resolve("classes"));
        String path = System.getProperty("java.class.path");
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-cp",
                                path,
                                "-d",
                                classes.toString(),
                                file.toString());
        assertEquals(0, status);
        try (OutputStream out = Files.newOutputStream(folder.resolve(className + ".jar"));
                JarOutputStream jar = new JarOutputStream(out);
                Stream<Path> found = Files.walk(classes)) {
            for (Path made : found.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(made).toString()));
                Files.copy(made, jar);
                jar.closeEntry();
            }
        }
    }
}
