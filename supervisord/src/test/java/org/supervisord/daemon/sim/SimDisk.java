package org.supervisord.daemon.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.supervisord.daemon.posix.PosixFailures;

/** Files in one flat folder of a disk on which anything may fail. */
public final class SimDisk {
    private static final int ENOENT = 2;

    /** Told of what is written to files. */
    public interface Writing {
        /** Bytes were added to the file that was opened under this name. */
        void written(String openedAs, byte[] data);

        /** Bytes that were to be written to the file were not. */
        void refused(String openedAs, byte[] data);

        /** The file has this size after something was written to it. */
        void grown(String openedAs, int size);

        /** The daemon puts one file in the place of another, which is lost. */
        void replaced(String by, String lost);
    }

    /** A file, under whatever name. */
    static final class Node {
        private final Bytes content = new Bytes();
        private boolean unlinked;

        Bytes content() {
            return content;
        }

        boolean isUnlinked() {
            return unlinked;
        }
    }

    private final Weather weather;
    private final Writing writing;
    private final SimFileSystem system;
    private final Map<String, Node> files = new TreeMap<>();
    private final Map<SimFile, String> open = new LinkedHashMap<>();
    private final List<String> healthy = new ArrayList<>();
    private boolean folderIsGone;
    private long incidents;

    /** A disk without files. */
    public SimDisk(Weather weather, Writing writing) {
        this.weather = weather;
        this.writing = writing;
        this.system = new SimFileSystem(this);
    }

    /** A path that leads to a file of this disk. */
    public Path path(String name) {
        return system.getPath(name);
    }

    /** From now on nothing fails with files whose names begin so. */
    public void keepHealthy(String beginning) {
        healthy.add(beginning);
    }

    /** Somebody removes the folder with all that is in it, or makes it anew. */
    public void setFolderGone(boolean gone) {
        folderIsGone = gone;
        if (gone) {
            List<String> lost = files.keySet().stream().filter(name -> !isHealthy(name)).toList();
            lost.forEach(name -> files.remove(name).unlinked = true);
        }
    }

    /** How often something has failed as the folder was not there. */
    public long incidents() {
        return incidents;
    }

    public boolean isFolderGone() {
        return folderIsGone;
    }

    /** Somebody gives a file another name. */
    public void rename(String from, String to) {
        Node node = files.remove(from);
        if (node != null) {
            Node before = files.put(to, node);
            if (before != null) {
                before.unlinked = true;
            }
        }
    }

    /** Somebody removes a file. */
    public void remove(String name) {
        Node node = files.remove(name);
        if (node != null) {
            node.unlinked = true;
        }
    }

    /** The names of all files, sorted. */
    public List<String> names() {
        return List.copyOf(files.keySet());
    }

    /** What is in a file. */
    public byte[] content(String name) {
        return files.get(name).content.all();
    }

    /** Under which names the files that are open were opened. */
    public List<String> open() {
        return List.copyOf(open.values());
    }

    private boolean isHealthy(String name) {
        return healthy.stream().anyMatch(name::startsWith);
    }

    int errno(Weather.Call call, String name) {
        return isHealthy(name) ? 0 : weather.errno(call);
    }

    private void attempt(Weather.Call call, String name) throws IOException {
        int errno = errno(call, name);
        if (errno != 0) {
            throw PosixFailures.file(name, errno);
        }
    }

    SimFile open(String name, boolean create, boolean mustBeNew, boolean truncate, boolean write)
            throws IOException {
        attempt(Weather.Call.OPEN, name);
        Node node = files.get(name);
        if (node == null && (!create || folderIsGone && !isHealthy(name))) {
            incidents++;
            throw PosixFailures.file(name, ENOENT);
        } else if (node != null && mustBeNew) {
            throw PosixFailures.file(name, 17);
        } else if (node == null) {
            node = new Node();
            files.put(name, node);
        }
        if (truncate) {
            node.content.clear();
        }
        SimFile file = new SimFile(this, name, node, write);
        open.put(file, name);
        return file;
    }

    Node find(String name) throws IOException {
        attempt(Weather.Call.STAT, name);
        Node node = files.get(name);
        if (node == null) {
            throw PosixFailures.file(name, ENOENT);
        }
        return node;
    }

    void delete(String name) throws IOException {
        attempt(Weather.Call.UNLINK, name);
        if (files.get(name) == null) {
            throw PosixFailures.file(name, ENOENT);
        }
        remove(name);
    }

    void move(String from, String to) throws IOException {
        attempt(Weather.Call.RENAME, from);
        if (files.get(from) == null) {
            throw PosixFailures.file(from, ENOENT);
        }
        if (files.get(to) != null) {
            writing.replaced(from, to);
        }
        rename(from, to);
    }

    void closed(SimFile file) {
        open.remove(file);
    }

    Writing writing() {
        return writing;
    }
}
