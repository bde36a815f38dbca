package org.supervisord.config.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a configuration is looked for when none is named. */
public final class ConfigSearch {
    private static final String NAME = "supervisord.conf";

    private ConfigSearch() {}

    /**
     * The places, in order.
     *
     * @param program the program's own path, as it was called
     */
    public static List<String> places(String program) {
        String folder = parent(parent(program));
        return List.of(
                join(folder, "etc/" + NAME),
                join(folder, NAME),
                NAME,
                "etc/" + NAME,
                "/etc/" + NAME,
                "/etc/supervisor/" + NAME);
    }

    /** The first of the places where there is a file. */
    public static Optional<String> find(String program) {
        return places(program).stream().filter(place -> Files.exists(Path.of(place))).findFirst();
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : slash == 0 ? "/" : path.substring(0, slash);
    }

    private static String join(String folder, String name) {
        return folder.isEmpty() || folder.endsWith("/") ? folder + name : folder + "/" + name;
    }
}
