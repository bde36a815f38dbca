package org.supervisord.ctl.shell;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.supervisord.common.RandomBytes;

/**
 * Where the shell keeps what was typed: one line each, as readline does. What is in it stays as it
 * is, whatever it is; lines are added at its end, so that several shells may share it.
 */
final class HistoryFile {
    /** How many lines are kept when it is shortened. */
    static final int KEPT = 10_000;

    private static final String NAME = "supervisord/ctl_history";
    private static final int LONGEST = KEPT + KEPT / 4;
    private static final int MOST_BYTES = 4 << 20;

    private static final Integer ROOT = 0;

    /** What a line began with in files of earlier versions: milliseconds since 1970. */
    private static final Pattern TIME = Pattern.compile("\\d{13}:");

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;

    HistoryFile(Path file) {
        this.file = file;
    }

    /**
     * The file that the configuration names, else one in the user's folder for state. Nobody else
     * can read one that is made here.
     *
     * @return empty when there is nowhere to keep it
     */
    static Optional<Path> of(Optional<Path> configured, Map<String, String> environment) {
        Optional<Path> file = configured.or(() -> inStateFolder(environment));
        try {
            if (file.isPresent() && !Files.exists(file.get())) {
                create(file.get(), configured.isEmpty());
            }
            return file;
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Source: XDG Base Directory Specification 0.8. */
    private static Optional<Path> inStateFolder(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        if (state.startsWith("/")) {
            return Optional.of(Path.of(state, NAME));
        }
        String home = environment.getOrDefault("HOME", "");
        return home.startsWith("/")
                ? Optional.of(Path.of(home, ".local/state", NAME))
                : Optional.empty();
    }

    /** Root may have the home of somebody else, who could not use what root makes there. */
    private static void refuseInHomeOfOther(Path file) throws IOException {
        Path there = file.getParent();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        Object owner = Files.getAttribute(there, "unix:uid");
        boolean other = !owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        if (other && !owner.equals(ROOT)) {
            throw new IOException(there + " is somebody else's");
        }
    }

    private static void create(Path file, boolean withFolders) throws IOException {
        if (withFolders) {
            refuseInHomeOfOther(file);
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        try {
            Files.createFile(file, OWNER_ONLY);
        } catch (FileAlreadyExistsException e) {
            // another shell was faster
        }
    }

    /** What is in it, the oldest line first; empty when it can't be read. */
    Optional<List<String>> lines() {
        try {
            return Optional.of(
                    Arrays.stream(new String(end(), StandardCharsets.UTF_8).split("\r?\n"))
                            .filter(line -> !line.isEmpty())
                            .map(HistoryFile::withoutTime)
                            .toList());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String withoutTime(String line) {
        return TIME.matcher(line).lookingAt()
                ? line.substring(line.indexOf(':') + 1).replace("\\\\", "\\")
                : line;
    }

    /** Its last bytes: whole lines, and all there are unless it is very large. */
    private byte[] end() throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // a pipe would be waited for
            throw new IOException("not a regular file");
        }
        try (FileChannel in = FileChannel.open(file)) {
            boolean cut = in.size() > MOST_BYTES;
            in.position(cut ? in.size() - MOST_BYTES : 0);
            ByteBuffer buffer = ByteBuffer.allocate((int) (in.size() - in.position()));
            while (buffer.hasRemaining() && in.read(buffer) >= 0) {
                continue;
            }
            byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
            return cut ? lastLines(bytes, Integer.MAX_VALUE) : bytes;
        }
    }

    /** So many lines at the end of these bytes, and not the piece of a line before the first. */
    private static byte[] lastLines(byte[] bytes, int count) {
        int begin = bytes.length;
        int lines = -1;
        for (int i = bytes.length - 1; i >= 0 && lines < count; i--) {
            if (bytes[i] == '\n') {
                begin = i + 1;
                lines++;
            }
        }
        return Arrays.copyOfRange(bytes, begin, bytes.length);
    }

    /**
     * Adds a line behind the others.
     *
     * @return whether it could be written
     */
    boolean add(String line) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                return false;
            }
            String begin = endsWithinLine() ? "\n" : "";
            ByteBuffer bytes =
                    ByteBuffer.wrap((begin + line + "\n").getBytes(StandardCharsets.UTF_8));
            try (FileChannel out =
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                            OWNER_ONLY)) {
                out.write(bytes);
            }
            shorten();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean endsWithinLine() {
        try (FileChannel in = FileChannel.open(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return in.size() > 0 && in.read(last, in.size() - 1) == 1 && last.get(0) != '\n';
        } catch (IOException e) {
            // there is none, or nobody can tell
            return false;
        }
    }

    /** Takes away the oldest lines when there are too many. */
    private void shorten() {
        try {
            byte[] bytes = end();
            int lines = 0;
            for (byte b : bytes) {
                lines += b == '\n' ? 1 : 0;
            }
            if (lines > LONGEST) {
                replace(lastLines(bytes, KEPT));
            }
        } catch (IOException e) {
            // it stays as long as it is
        }
    }

    /**
     * Whoever reads it meanwhile finds the old or the new one. One that is somebody else's stays as
     * it is: in a folder of his he could put anything in the place of the new one.
     */
    private void replace(byte[] bytes) throws IOException {
        Path real = file.toRealPath();
        if (!Files.getOwner(real).equals(Files.getOwner(Path.of("/proc/self")))) {
            return;
        }
        Path made =
                real.resolveSibling(
                        real.getFileName() + "." + HexFormat.of().formatHex(RandomBytes.of(8)));
        try {
            try (FileChannel out =
                    FileChannel.open(
                            made,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    Files.getPosixFilePermissions(real)))) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
            }
            Files.move(made, real, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(made);
        }
    }
}
