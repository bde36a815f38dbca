package org.supervisord.daemon.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Processes as a test wants them to be seen. */
public final class FakeProcessTable {
    private final Path proc;

    /** None but this one, with pid 50, whose parents are 40 and 1, in an empty folder. */
    public FakeProcessTable(Path proc) {
        this.proc = proc;
        add(1, 0, 1, 1, 0, Map.of());
        add(40, 1, 40, 40, 0, Map.of());
        add(50, 40, 50, 40, 0, Map.of());
        try {
            Files.createSymbolicLink(proc.resolve("self"), proc.resolve("50"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ProcessTable table() {
        return new ProcessTable(proc);
    }

    /** A process in the same container. */
    public void add(
            int pid, int parent, int group, int session, int uid, Map<String, String> environment) {
        try {
            Path folder = Files.createDirectories(proc.resolve(Integer.toString(pid)));
            Files.writeString(
                    folder.resolve("stat"),
                    "%d (a (strange) name) S %d %d %d 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 %d 1 2\n"
                            .formatted(pid, parent, group, session, 1000 + pid));
            Files.writeString(
                    folder.resolve("status"), "Name:\tx\nUid:\t%1$d\t%1$d\n".formatted(uid));
            Files.writeString(
                    folder.resolve("environ"),
                    environment.entrySet().stream()
                            .map(it -> it.getKey() + "=" + it.getValue() + "\0")
                            .collect(Collectors.joining()));
            Path namespaces = Files.createDirectories(folder.resolve("ns"));
            for (String name : new String[] {"pid", "mnt", "net"}) {
                Files.createSymbolicLink(namespaces.resolve(name), Path.of(name + ":[1]"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process is in a container of its own. */
    public void shutIn(int pid) throws IOException {
        Path namespace = proc.resolve(pid + "/ns/mnt");
        Files.delete(namespace);
        Files.createSymbolicLink(namespace, Path.of("mnt:[2]"));
    }
}
