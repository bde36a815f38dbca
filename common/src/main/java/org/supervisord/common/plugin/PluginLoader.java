package org.supervisord.common.plugin;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes objects of classes that a configuration names: from the jars in a folder that the section
 * names, from what {@code --classpath} names, or from the program itself, in the order of Java's
 * class loaders: the program's own classes first. Nothing but a configuration or a command line
 * ever decides what is loaded. To be used by one thread.
 */
public final class PluginLoader implements Closeable {
    /** The key of a section that names its folder of jars. */
    public static final String FOLDER_KEY = "plugin_folder";

    private final ClassLoader shared;
    private final Map<Path, URLClassLoader> folders = new HashMap<>();
    private final List<URLClassLoader> opened = new ArrayList<>();

    /**
     * A loader.
     *
     * @param classpath jars and folders of classes, separated by colons; a last part {@code *}
     *     stands for all jars of a folder; empty for none
     * @throws PluginException when something that it names is not there
     */
    public PluginLoader(String classpath) throws PluginException {
        List<URL> entries = new ArrayList<>();
        for (String entry : classpath.split(":")) {
            if (entry.equals("*") || entry.endsWith("/*")) {
                entries.addAll(jars(Path.of(entry).toAbsolutePath().getParent()));
            } else if (!entry.isEmpty()) {
                entries.add(url(existing(Path.of(entry))));
            }
        }
        ClassLoader own = PluginLoader.class.getClassLoader();
        shared = entries.isEmpty() ? own : open(entries, own);
    }

    /**
     * Makes an object of a class that has a public constructor without parameters.
     *
     * @param folder the folder of jars that the section names, if it does
     * @param type what the class has to be
     */
    public <T> T load(String className, Optional<Path> folder, Class<T> type)
            throws PluginException {
        ClassLoader loader = folder.isPresent() ? ofFolder(folder.get()) : shared;
        String where = folder.map(it -> "the jars in " + it).orElse("the class path");
        try {
            Class<?> found = Class.forName(className, true, loader);
            if (!type.isAssignableFrom(found)) {
                throw new PluginException(
                        className + " is no " + type.getName() + ", which it has to implement",
                        null);
            }
            return type.cast(found.getConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            throw new PluginException("there is no class " + className + " in " + where, e);
        } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            throw new PluginException(
                    className + " has no public constructor without parameters", e);
        } catch (InvocationTargetException e) {
            throw new PluginException(className + " failed: " + e.getCause(), e.getCause());
        } catch (LinkageError e) {
            throw new PluginException(className + " can't be used: " + e, e);
        }
    }

    private ClassLoader ofFolder(Path folder) throws PluginException {
        Path path = folder.toAbsolutePath().normalize();
        URLClassLoader known = folders.get(path);
        if (known == null) {
            known = open(jars(path), shared);
            folders.put(path, known);
        }
        return known;
    }

    private URLClassLoader open(List<URL> urls, ClassLoader parent) {
        URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), parent);
        opened.add(loader);
        return loader;
    }

    private static List<URL> jars(Path folder) throws PluginException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            files.forEach(jars::add);
        } catch (IOException e) {
            throw new PluginException("can't look for jars in " + folder + ": " + e, e);
        }
        Collections.sort(jars);
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(url(jar));
        }
        return urls;
    }

    private static Path existing(Path path) throws PluginException {
        if (!Files.exists(path)) {
            throw new PluginException("--classpath names " + path + ", which is not there", null);
        }
        return path;
    }

    private static URL url(Path path) throws PluginException {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new PluginException(path + " can't be named in a class path", e);
        }
    }

    /** Closes the jars. Classes that were loaded work on, but find no more of their companions. */
    @Override
    public void close() throws IOException {
        for (URLClassLoader loader : opened) {
            loader.close();
        }
    }
}
