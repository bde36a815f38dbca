package org.supervisord.config;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what {@code supervisord.conf} says for the client: one section, of that file alone. */
public final class ClientConfigReader {
    static final String SECTION = "supervisorctl";
    private static final String UNIX = "unix://";

    private ClientConfigReader() {}

    /**
     * Reads a file.
     *
     * @param name the file's name as the operator gave it
     * @param homes what {@code ~} stands for, and the environment
     */
    public static ClientSettings read(String name, HomeFolders homes) throws ConfigException {
        Path file = Path.of(homes.expand(name));
        if (!Files.exists(file)) {
            throw new ConfigException("could not find config file " + name);
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        String here = folder == null ? "/" : folder.toString();
        Findings findings = Findings.refusing();
        IniFile ini = new IniFile();
        IniReader.read(ini, file, name, findings);
        if (!ini.has(SECTION)) {
            throw new ConfigException(".ini file does not include supervisorctl section");
        }
        return read(new Reading(ini, name, here, "", homes, findings));
    }

    /** Reads the client's section of a file that has been read. */
    static ClientSettings read(Reading reading) throws ConfigException {
        Section section = reading.section(SECTION);
        HomeFolders homes = reading.homes();
        ClientSettings defaults = ClientSettings.defaults();
        String url = section.text("serverurl").orElse(defaults.serverurl());
        return new ClientSettings(
                url.startsWith(UNIX) ? UNIX + homes.normalize(url.substring(UNIX.length())) : url,
                section.text("prompt").orElse(defaults.prompt()),
                section.text("username"),
                section.text("password"),
                section.text("history_file").filter(text -> !text.isEmpty()).map(homes::normalize));
    }
}
