package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

class ClassFilesIT {
    private static final int JAVA_8 = 52;

    private static Path jar(String name) {
        return Path.of(Tree.file("lib/" + name));
    }

    /** That the JVM takes them says that the types at branches are those that they were. */
    @Test
    void thoseOfOldLibrariesAreNewerAndValid() throws Exception {
        List<String> names = List.of("xmlrpc-common.jar", "ws-commons-util.jar");
        URL[] urls = {jar(names.get(0)).toUri().toURL(), jar(names.get(1)).toUri().toURL()};
        try (URLClassLoader loader =
                new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            for (String name : names) {
                try (JarFile jar = new JarFile(jar(name).toFile())) {
                    List<String> classes = classes(jar);
                    assertTrue(classes.size() > 5, name + ": " + classes);
                    for (String it : classes) {
                        load(it, loader);
                    }
                    assertEquals(
                            "Class files brought to the version of Java 8",
                            jar.getManifest().getMainAttributes().getValue("Changed"));
                }
            }
        }
    }

    private static void load(String name, ClassLoader loader) throws ClassNotFoundException {
        try {
            Class.forName(name, true, loader);
        } catch (NoClassDefFoundError e) {
            // some are for a library that is not here, and never were of use
            assertTrue(e.getMessage().startsWith("javax/xml/bind/"), name + ": " + e);
        }
    }

    private static List<String> classes(JarFile jar) throws Exception {
        List<String> all = new ArrayList<>();
        for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
            if (entry.getName().endsWith(".class")) {
                byte[] content = jar.getInputStream(entry).readAllBytes();
                assertTrue(content[7] >= JAVA_8, entry.getName());
                all.add(entry.getName().replace('/', '.').replaceAll("\\.class$", ""));
            }
        }
        return all;
    }
}
