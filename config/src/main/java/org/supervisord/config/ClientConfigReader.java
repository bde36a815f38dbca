package org.supervisord.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.supervisord.common.plugin.PluginLoader;

/** Reads what {@code supervisord.conf} says for the client: its sections, of that file alone. */
public final class ClientConfigReader {
    static final String SECTION = "supervisorctl";
    private static final String FACTORY = "supervisor.ctl_factory";
    private static final String UNIX = "unix://";

    private ClientConfigReader() {}

    /**
     * Reads a file.
     *
     * @param name the file's name as the operator gave it
     * @param homes what {@code ~} stands for, and the environment
     */
    public static ClientConfiguration read(String name, HomeFolders homes) throws ConfigException {
        if (!IniReader.exists(name)) {
            throw new ConfigException("could not find config file " + name);
        }
        Path file = Path.of(name);
        Path folder = file.toAbsolutePath().normalize().getParent();
        String here = folder == null ? "/" : folder.toString();
        Findings findings = Findings.refusing();
        IniFile ini = new IniFile();
        IniReader.read(ini, file, name, findings);
        if (!ini.has(SECTION)) {
            throw new ConfigException(".ini file does not include supervisorctl section");
        }
        Reading reading = new Reading(ini, name, here, "", homes, findings);
        return read(reading);
    }

    /** Reads the client's sections of a file that has been read. */
    static ClientConfiguration read(Reading reading) throws ConfigException {
        List<ClientSettings> named = new ArrayList<>();
        for (String section : reading.sections(SECTION + ":")) {
            named.add(read(reading, section));
        }
        List<ActionPluginSettings> plugins = new ArrayList<>();
        for (String section : reading.sections("ctlplugin:")) {
            plugins.add(plugin(reading, section));
        }
        return new ClientConfiguration(read(reading, SECTION), named, plugins);
    }

    /** Source: ClientOptions.read_config of the reference, which knows the folder in paths only. */
    private static ClientSettings read(Reading reading, String sectionName) throws ConfigException {
        Section section = reading.section(sectionName);
        Section plain = reading.plainSection(sectionName);
        HomeFolders homes = reading.homes();
        ClientSettings defaults = ClientSettings.defaults();
        String name = sectionName.equals(SECTION) ? "" : section.afterColon();
        String url = section.text("serverurl").orElse(defaults.serverurl());
        return new ClientSettings(
                name,
                url.startsWith(UNIX) ? UNIX + homes.normalize(url.substring(UNIX.length())) : url,
                plain.text("prompt").orElse(name.isEmpty() ? defaults.prompt() : name),
                plain.text("username"),
                plain.text("password"),
                section.text("history_file").filter(text -> !text.isEmpty()).map(homes::normalize),
                section.text("ssl_cafile").filter(text -> !text.isEmpty()).map(homes::normalize));
    }

    private static ActionPluginSettings plugin(Reading reading, String name)
            throws ConfigException {
        Section section = reading.section(name);
        Optional<String> factory = section.text(FACTORY);
        if (factory.isEmpty() || factory.get().indexOf(':') >= 0) {
            section.refuse(
                    FACTORY,
                    new ConfigException(
                            "section [" + name + "] does not name a Java class as " + FACTORY,
                            "the section names no Java class"));
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (String key : reading.ini().keys(name)) {
            Optional<String> value = section.text(key);
            if (!key.equals(FACTORY) && !key.equals(PluginLoader.FOLDER_KEY)) {
                value.ifPresent(text -> options.put(key, text));
            }
        }
        return new ActionPluginSettings(
                section.afterColon(),
                factory.orElse(""),
                section.get(
                        PluginLoader.FOLDER_KEY,
                        text -> Values.existingFolder(text, reading.homes())),
                options);
    }
}
