package org.supervisord.daemon.replacement;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.supervisord.daemon.handover.Inheritance;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.posix.Descriptors;
import org.supervisord.daemon.posix.Execution;
import org.supervisord.daemon.upgrade.FileStamp;

/**
 * The jars that this program is made of. They are held open, so that it can be started again after
 * others have been put in their place.
 */
public final class OwnFiles {
    /** The class path follows it, and the main class follows that. */
    static final String CLASS_PATH = "-cp";

    private static final String DESCRIPTORS = "/proc/" + ProcessHandle.current().pid() + "/fd/";

    /** Held, so that nobody closes them. */
    private final List<FileInputStream> opened;

    private final List<Integer> jars = new ArrayList<>();

    /** What a program has left that did not go on: this one is made of that. */
    private final List<Integer> left = new ArrayList<>();

    private OwnFiles(List<FileInputStream> opened) {
        this.opened = opened;
    }

    /** Those of a program that nobody comes back to. */
    public static OwnFiles none() {
        return new OwnFiles(new ArrayList<>());
    }

    /** Opens them; none at all when that is not possible. */
    static OwnFiles open() {
        OwnFiles files = none();
        try {
            for (Path jar : paths()) {
                files.hold(jar);
            }
        } catch (IOException e) {
            // whoever wants to come back to this program depends on its names then
            return none();
        }
        return files;
    }

    private void hold(Path jar) throws IOException {
        if (jar.startsWith(DESCRIPTORS)) {
            int descriptor = Integer.parseInt(jar.getFileName().toString());
            left.add(descriptor);
            jars.add(descriptor);
        } else {
            FileInputStream stream = new FileInputStream(jar.toFile());
            opened.add(stream);
            jars.add(Descriptors.of(stream.getFD()));
        }
    }

    /** Takes what is needed of what a former program has left: Java opens it when it likes. */
    void remain(Inheritance inheritance) throws IOException {
        for (int descriptor : left) {
            inheritance.taken(descriptor);
        }
    }

    /** The class path, and what its jars lead to, which is beside them. */
    private static Set<Path> paths() throws IOException {
        Set<Path> all = new LinkedHashSet<>();
        for (String entry : System.getProperty("java.class.path").split(":")) {
            Path path = Path.of(entry).toAbsolutePath();
            if (!Files.isRegularFile(path)) {
                return Set.of();
            }
            all.add(path);
        }
        Path folder = all.iterator().next().getParent();
        if (!folder.startsWith(DESCRIPTORS)) {
            Set<Path> beside = new TreeSet<>();
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
                jars.forEach(beside::add);
            }
            all.addAll(beside);
        }
        return all;
    }

    /**
     * How this program can be started again in this process, or beside it.
     *
     * @param command how it was started
     * @param keeper keeps the jars open for that
     */
    Execution.Program again(Execution.Program command, Keeper keeper) {
        int classPath = command.words().indexOf(CLASS_PATH) + 1;
        if (jars.isEmpty() || classPath == 0) {
            return command;
        }
        List<String> open = new ArrayList<>();
        for (int jar : jars) {
            open.add(DESCRIPTORS + keeper.keep(jar));
        }
        List<String> words = new ArrayList<>(command.words());
        words.set(classPath, String.join(":", open));
        return new Execution.Program(words, command.environment(), command.folder());
    }

    /** What this program is made of, Java included, to be known again. */
    public static List<FileStamp> stamps(Execution.Program running) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "lib");
        List<Path> all = new ArrayList<>(paths());
        all.add(Path.of(running.words().get(0)));
        all.add(java.resolve("modules"));
        all.add(java.resolve("server/libjvm.so"));
        List<FileStamp> stamps = new ArrayList<>();
        for (Path it : all) {
            if (Files.exists(it)) {
                stamps.add(FileStamp.of(it));
            }
        }
        return stamps;
    }
}
