package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A folder with configurations in it, read as on a machine called {@code box}. */
final class ConfigBench {
    final Path folder;
    private Overrides overrides = Overrides.none();
    private final Map<String, String> environment =
            Map.of("HOME", "/home/web", "COLOR", "blue", "COUNT", "3");

    ConfigBench(Path folder) {
        this.folder = folder;
    }

    ConfigBench with(Overrides said) {
        overrides = said;
        return this;
    }

    Path write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Configuration readFile(String name) throws ConfigException {
        return new ServerConfigReader(overrides, environment, "box", new FakeAccounts())
                .read(folder.resolve(name).toString());
    }

    Inspection inspect(String name) throws ConfigException {
        return new ServerConfigReader(overrides, environment, "box", new FakeAccounts())
                .inspect(folder.resolve(name).toString());
    }

    /** What a file means that says this. */
    Configuration read(String text) throws ConfigException {
        write("supervisord.conf", text);
        return readFile("supervisord.conf");
    }

    /** What a file means that says this besides an empty [supervisord]. */
    Configuration readWith(String text) throws ConfigException {
        return read("[supervisord]\n" + text);
    }

    /** The only program of a file. */
    ProgramSettings program(String keys) throws ConfigException {
        return readWith("[program:web]\n" + keys).groups().get(0).programs().get(0);
    }

    /** Why a file is refused that says this. */
    String refusal(String text) {
        return assertThrows(ConfigException.class, () -> read(text)).getMessage();
    }

    /** Why a file is refused that says this besides an empty [supervisord]. */
    String refusalWith(String text) {
        return refusal("[supervisord]\n" + text);
    }
}
