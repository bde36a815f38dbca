package org.supervisord.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One reading of a configuration: what has been read, the world in which it means something, and
 * what is to be told about it.
 */
final class Reading {
    private final IniFile ini;
    private final String mainFile;
    private final String here;
    private final String hostName;
    private final HomeFolders homes;
    private final Findings findings;
    private final Journal journal = new Journal();
    private final List<String> warnings = new ArrayList<>();

    private Map<String, String> daemonEnvironment = Map.of();

    private final Map<String, Object> environment = new HashMap<>();

    /**
     * A reading that begins.
     *
     * @param mainFile the file's name as the operator gave it
     * @param here the folder that it is in
     * @param hostName what {@code %(host_node_name)s} stands for
     */
    Reading(
            IniFile ini,
            String mainFile,
            String here,
            String hostName,
            HomeFolders homes,
            Findings findings) {
        this.ini = ini;
        this.mainFile = mainFile;
        this.here = here;
        this.hostName = hostName;
        this.homes = homes;
        this.findings = findings;
        addEnvironment(homes.environment());
    }

    IniFile ini() {
        return ini;
    }

    String mainFile() {
        return mainFile;
    }

    String here() {
        return here;
    }

    String hostName() {
        return hostName;
    }

    HomeFolders homes() {
        return homes;
    }

    Accounts accounts() {
        return homes.accounts();
    }

    Findings findings() {
        return findings;
    }

    Journal journal() {
        return journal;
    }

    /** What the activity log is to be told as warnings. */
    List<String> warnings() {
        return warnings;
    }

    /** What the daemon adds to the environment of every program. */
    Map<String, String> daemonEnvironment() {
        return daemonEnvironment;
    }

    /** Sets what the daemon adds to the environment; {@code %(ENV_x)s} stands for it as well. */
    void setDaemonEnvironment(Map<String, String> variables) {
        daemonEnvironment = variables;
        addEnvironment(variables);
    }

    /** What {@code %(ENV_x)s} stands for in all sections, under these names. */
    Map<String, Object> environment() {
        return environment;
    }

    private void addEnvironment(Map<String, String> variables) {
        variables.forEach((name, value) -> environment.put("ENV_" + name, value));
    }

    /** A section in which names stand for variables of the environment only. */
    Section plainSection(String name) {
        return new Section(this, name, environment);
    }

    /** A section in which {@code %(here)s} is known too. */
    Section section(String name) {
        Section section = plainSection(name);
        section.expansions().put("here", here);
        return section;
    }

    /** The sections whose names begin so, in the order in which they appear first. */
    List<String> sections(String prefix) {
        return ini.sections().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    /** Reads something about a section; in a check, an error in it costs no more than itself. */
    <T> T attempt(String section, T otherwise, Findings.Work<T> work) throws ConfigException {
        return findings.attempt(place(section), otherwise, work);
    }

    /** Where a section begins. */
    Finding.Place place(String section) {
        IniFile.Header header = ini.header(section).orElse(new IniFile.Header(mainFile, 0));
        return new Finding.Place(header.file(), header.line(), section, "");
    }
}
