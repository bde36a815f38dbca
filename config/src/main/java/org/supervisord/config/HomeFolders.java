package org.supervisord.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.supervisord.common.WorkingFolder;

/**
 * What {@code ~} and {@code ~user} stand for at the beginning of a path.
 *
 * @param environment where HOME is looked up
 * @param fixed where relative paths begin; empty where that is the folder that this process is in
 */
public record HomeFolders(
        Map<String, String> environment, Accounts accounts, Optional<Path> fixed) {
    /** Those where relative paths begin in the folder that this process is in. */
    public HomeFolders(Map<String, String> environment, Accounts accounts) {
        this(environment, accounts, Optional.empty());
    }

    /** A path with its {@code ~} replaced; unchanged when nobody knows that user. */
    public String expand(String path) {
        if (!path.startsWith("~")) {
            return path;
        }
        int slash = path.indexOf('/');
        String user = slash < 0 ? path.substring(1) : path.substring(1, slash);
        String rest = slash < 0 ? "" : path.substring(slash);
        Optional<String> home =
                user.isEmpty()
                        ? Optional.ofNullable(environment.get("HOME"))
                                .or(
                                        () ->
                                                accounts.userById(accounts.currentUid())
                                                        .map(Accounts.Account::home))
                        : accounts.userByName(user).map(Accounts.Account::home);
        return home.map(
                        folder ->
                                folder.endsWith("/")
                                        ? folder.substring(0, folder.length() - 1)
                                        : folder)
                .map(folder -> folder.isEmpty() && rest.isEmpty() ? "/" : folder + rest)
                .orElse(path);
    }

    /** A path from the root of the file system; {@code ~} is no other name than others. */
    Path absolute(Path path) {
        return path.isAbsolute() ? path : folder().resolve(path);
    }

    /** Where relative paths begin. */
    Path folder() {
        return fixed.orElseGet(() -> WorkingFolder.absolute(Path.of("")).normalize());
    }

    /**
     * Whether a folder is there. It need not be for a configuration that was read before: what is
     * in use goes on without it.
     */
    boolean hasFolder(Path path) {
        return fixed.isPresent() || Files.isDirectory(absolute(path));
    }

    /** The same homes where relative paths begin in a folder that need not be this process's. */
    HomeFolders in(Path other) {
        return new HomeFolders(environment, accounts, Optional.of(other));
    }

    /** The path from the root of the file system, without {@code .}, {@code ..} and {@code ~}. */
    public Path normalize(String path) {
        return absolute(Path.of(expand(path))).normalize();
    }

    /** The same for many paths with colons between them. */
    public String normalizeAll(String paths) {
        return Arrays.stream(paths.split(":"))
                .filter(path -> !path.isEmpty())
                .map(path -> normalize(path).toString())
                .collect(Collectors.joining(":"));
    }
}
