package org.supervisord.daemon.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The processes of the machine. Source: proc(5). */
public final class ProcessTable {
    private static final String OURSELVES = "self";
    private static final List<String> NAMESPACES = List.of("pid", "mnt", "net");
    private static final int FIRST = 1;

    // fields of /proc/PID/stat from the state on, which is the third one
    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int STARTED = 19;

    private final Path proc;

    /**
     * A process.
     *
     * @param group the process group that it is in
     * @param startedTicks when it was started; together with the pid it is that of no other process
     */
    public record Entry(int pid, int parent, int group, int session, long startedTicks) {}

    /** The real one. */
    public ProcessTable() {
        this(Path.of("/proc"));
    }

    /** One that is found in another folder. */
    ProcessTable(Path proc) {
        this.proc = proc;
    }

    /** All that can be seen. */
    public List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path folder : folders) {
                entry(folder.getFileName().toString()).ifPresent(all::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // without /proc nobody is seen
        }
        return all;
    }

    /** The process with this id, if there is one. */
    public Optional<Entry> entry(int pid) {
        return entry(Integer.toString(pid));
    }

    private Optional<Entry> entry(String pid) {
        String stat = read(pid, "stat");
        // the name, in brackets, may hold anything
        int end = stat.lastIndexOf(')');
        if (end < 0) {
            return Optional.empty();
        }
        try {
            String[] fields = stat.substring(end + 2).split(" ");
            return Optional.of(
                    new Entry(
                            Integer.parseInt(stat.substring(0, stat.indexOf(' '))),
                            Integer.parseInt(fields[PARENT]),
                            Integer.parseInt(fields[GROUP]),
                            Integer.parseInt(fields[SESSION]),
                            Long.parseLong(fields[STARTED])));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * The first process, and those that this one comes from: whoever adopts what a daemon leaves.
     * Nobody else is left when this one is the first itself.
     */
    public Set<Integer> adopters() {
        Set<Integer> all = new HashSet<>();
        Optional<Entry> it = entry(OURSELVES);
        if (it.isPresent() && it.get().pid() != FIRST) {
            all.add(FIRST);
        }
        while (it.isPresent() && it.get().parent() > FIRST && all.add(it.get().parent())) {
            it = entry(it.get().parent());
        }
        return all;
    }

    /** The environment that a process was started with; empty when it can't be seen. */
    public Map<String, String> environment(int pid) {
        Map<String, String> variables = new HashMap<>();
        for (String pair : read(Integer.toString(pid), "environ").split("\0")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                variables.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return variables;
    }

    /** The user that a process runs as; -1 when that can't be seen. */
    public int uid(int pid) {
        for (String line : read(Integer.toString(pid), "status").split("\n")) {
            if (line.startsWith("Uid:")) {
                return Integer.parseInt(line.split("\\s+")[1]);
            }
        }
        return -1;
    }

    /** Whether a process is in the same container, or in none as this one is. */
    public boolean isBesideUs(int pid) {
        try {
            for (String namespace : NAMESPACES) {
                Path theirs = proc.resolve(pid + "/ns/" + namespace);
                Path ours = proc.resolve(OURSELVES + "/ns/" + namespace);
                if (!Files.readSymbolicLink(theirs).equals(Files.readSymbolicLink(ours))) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String read(String pid, String name) {
        try {
            return new String(
                    Files.readAllBytes(proc.resolve(pid).resolve(name)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // it has ended, or is not to be seen
            return "";
        }
    }
}
