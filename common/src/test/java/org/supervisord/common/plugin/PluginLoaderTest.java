package org.supervisord.common.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginLoaderTest {
    @TempDir Path folder;

    @Test
    void aClassIsFoundInAJarOfTheFolder() throws Exception {
        jar("greeting.jar", "Greeting", "\"hello\"");
        try (PluginLoader loader = new PluginLoader("")) {
            assertEquals("hello", load(loader, "Greeting").get());
        }
    }

    @Test
    void sectionsWithTheSameFolderShareTheirClasses() throws Exception {
        jar("greeting.jar", "Greeting", "\"hello\"");
        try (PluginLoader loader = new PluginLoader("");
                PluginLoader another = new PluginLoader("")) {
            assertSame(load(loader, "Greeting").getClass(), load(loader, "Greeting").getClass());
            assertNotSame(
                    load(loader, "Greeting").getClass(), load(another, "Greeting").getClass());
        }
    }

    @Test
    void aJarOfTheFolderMayUseTheClassPath() throws Exception {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        compile(classes, "Words", "\"from the class path\"");
        jar("greeting.jar", "Greeting", "new Words().get()", classes);
        try (PluginLoader both = new PluginLoader(folder + ":" + classes)) {
            assertEquals("from the class path", load(both, "Greeting").get());
        }
    }

    @Test
    void aStarStandsForAllJarsOfAFolder() throws Exception {
        jar("a.jar", "A", "\"a\"");
        jar("b.jar", "B", "\"b\"");
        try (PluginLoader all = new PluginLoader(folder + "/*")) {
            assertEquals("a", all.load("A", Optional.empty(), Supplier.class).get());
            assertEquals("b", all.load("B", Optional.empty(), Supplier.class).get());
        }
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        jar("bad.jar", "Bad", "fail()");
        assertEquals(
                "there is no class no.Such in the jars in " + folder, failure("no.Such", folder));
        assertTrue(failure("no.Such", folder.resolve("none")).startsWith("can't look for jars in"));
        assertEquals(
                "java.lang.String is no java.util.function.Supplier, which it has to implement",
                failure("java.lang.String", folder));
        assertEquals(
                "Bad failed: java.lang.IllegalStateException: no luck", failure("Bad", folder));
        assertEquals(
                Hidden.class.getName() + " has no public constructor without parameters",
                failure(Hidden.class.getName(), folder));
        assertEquals(
                "--classpath names /not/there.jar, which is not there",
                assertThrows(PluginException.class, () -> new PluginLoader("/not/there.jar"))
                        .getMessage());
    }

    /** Can't be made by others. */
    static final class Hidden implements Supplier<String> {
        private Hidden() {}

        @Override
        public String get() {
            return "";
        }
    }

    private static String failure(String name, Path folder) throws Exception {
        try (PluginLoader loader = new PluginLoader("")) {
            return assertThrows(
                            PluginException.class,
                            () -> loader.load(name, Optional.of(folder), Supplier.class))
                    .getMessage();
        }
    }

    private Supplier<?> load(PluginLoader loader, String name) throws PluginException {
        return loader.load(name, Optional.of(folder), Supplier.class);
    }

    private void jar(String name, String className, String value, Path... classpath)
            throws IOException {
        Path classes = Files.createTempDirectory(folder, "made");
        compile(classes, className, value, classpath);
        try (OutputStream file = Files.newOutputStream(folder.resolve(name));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new JarEntry(className + ".class"));
            Files.copy(classes.resolve(className + ".class"), jar);
            jar.closeEntry();
        }
    }

    private static void compile(Path into, String className, String value, Path... classpath)
            throws IOException {
        Path source =
                Files.writeString(
                        into.resolve(className + ".java"),
                        """
                        public class %1$s implements java.util.function.Supplier<String> {
                            private final String value = %2$s;
                            public String get() { return value; }
                            static String fail() { throw new IllegalStateException("no luck"); }
                        }
                        """
                                .formatted(className, value));
        Path path = classpath.length == 0 ? into : classpath[0];
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-d",
                                into.toString(),
                                "-cp",
                                path.toString(),
                                source.toString());
        assertEquals(0, status);
    }
}
