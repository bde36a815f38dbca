package org.supervisord.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisord.common.PythonRepr;

/** Reads {@code supervisord.conf} for the daemon. Can be used again and again; keeps nothing. */
public final class ServerConfigReader {
    /** What the reference's files name as the maker of the main interface. */
    public static final String MAIN_INTERFACE = "supervisor.rpcinterface:make_main_rpcinterface";

    private static final String SECTION = "supervisord";
    private static final String FACTORY = "supervisor.rpcinterface_factory";

    private final Overrides overrides;
    private final Map<String, String> environment;
    private final String hostName;
    private final Accounts accounts;
    private final HomeFolders homes;

    /**
     * A reader.
     *
     * @param overrides what the command line says instead of the file
     * @param environment the daemon's environment
     * @param hostName what {@code %(host_node_name)s} stands for
     */
    public ServerConfigReader(
            Overrides overrides,
            Map<String, String> environment,
            String hostName,
            Accounts accounts) {
        this.overrides = overrides;
        this.environment = environment;
        this.hostName = hostName;
        this.accounts = accounts;
        this.homes = new HomeFolders(environment, accounts);
    }

    /**
     * Reads a file and those that it includes.
     *
     * @param name the file's name as the operator gave it
     * @throws ConfigException with what is wrong, and where
     */
    public Configuration read(String name) throws ConfigException {
        Path file = Path.of(name);
        if (!Files.exists(file)) {
            throw new ConfigException("could not find config file " + name);
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        String here = folder == null ? "/" : folder.toString();
        Map<String, Object> variables = variables(environment);

        IniFile ini = new IniFile();
        List<String> warnings = new ArrayList<>();
        List<String> infos = new ArrayList<>();
        IniReader.read(ini, file, name);
        if (ini.has("include")) {
            Map<String, Object> known = new HashMap<>(variables);
            known.put("here", here);
            known.put("host_node_name", hostName);
            new Includes(ini, here, warnings, infos).read(known);
        }
        if (!ini.has(SECTION)) {
            throw new ConfigException(".ini file does not include supervisord section");
        }
        Map<String, Object> known = new HashMap<>(variables);
        known.put("here", here);
        Section section = new Section(ini, SECTION, known);
        DaemonSettings daemon = daemon(section);
        Optional<String> written = section.text("user");
        Map<String, String> added = daemon.environment();
        variables.putAll(variables(added));

        List<RpcInterfaceSettings> interfaces = interfaces(ini, variables);
        ProgramReader programs =
                new ProgramReader(
                        ini, name, here, hostName, variables, added, accounts, homes, warnings);
        List<GroupSettings> groups =
                new GroupReader(ini, programs, here, variables, accounts, homes).read();
        List<HttpServerSettings> servers =
                new HttpServerReader(ini, here, variables, accounts, homes).read();
        Optional<String> user = overrides.user().or(() -> written);
        if (user.isPresent()) {
            daemon = daemon.runningAs(Values.uid(user.get(), accounts));
        }
        return new Configuration(
                file, daemon, servers, interfaces, groups, serverurl(servers), warnings, infos);
    }

    private static Map<String, Object> variables(Map<String, String> environment) {
        Map<String, Object> variables = new HashMap<>();
        environment.forEach((name, value) -> variables.put("ENV_" + name, value));
        return variables;
    }

    private Map<String, String> environment(Section section) throws ConfigException {
        Map<String, Object> known = new HashMap<>(section.expansions());
        known.put("host_node_name", hostName);
        return new LinkedHashMap<>(
                KeyValuePairs.parse(
                        PercentFormat.expand(
                                section.raw("environment").orElse(""), known, "environment")));
    }

    /** The keys in the order in which the reference looks at them: the first bad one is told. */
    private DaemonSettings daemon(Section section) throws ConfigException {
        int minfds = section.integer("minfds", 1024);
        int minprocs = section.integer("minprocs", 200);
        Optional<Path> directory =
                section.get("directory", text -> Values.existingFolder(text, homes));
        int umask = section.get("umask", 022, Values::octal);
        String logfile = section.text("logfile").orElse("supervisord.log");
        Values.pathInExistingFolder(logfile, homes);
        long logfileMaxbytes = section.byteSize("logfile_maxbytes", 50L << 20);
        int logfileBackups = section.integer("logfile_backups", 10);
        LogLevel loglevel = section.get("loglevel", LogLevel.INFO, Values::logLevel);
        String pidfile = section.text("pidfile").orElse("supervisord.pid");
        Values.pathInExistingFolder(pidfile, homes);
        String identifier = section.text("identifier").orElse("supervisor");
        boolean nodaemon = section.bool("nodaemon", false);
        boolean silent = section.bool("silent", false);
        Path childlogdir =
                Values.existingFolder(
                        section.text("childlogdir").orElseGet(this::temporaryFolder), homes);
        boolean nocleanup = section.bool("nocleanup", false);
        boolean stripAnsi = section.bool("strip_ansi", false);
        Map<String, String> added = environment(section);

        String finalLogfile = overrides.logfile().orElse(logfile);
        return new DaemonSettings(
                finalLogfile.equals("syslog")
                        ? Optional.empty()
                        : Optional.of(homes.normalize(finalLogfile)),
                overrides.logfileMaxbytes().orElse(logfileMaxbytes),
                overrides.logfileBackups().orElse(logfileBackups),
                overrides.loglevel().orElse(loglevel),
                homes.normalize(overrides.pidfile().orElse(pidfile)),
                overrides.identifier().orElse(identifier),
                overrides.childlogdir().orElse(childlogdir),
                overrides.nodaemon().orElse(nodaemon),
                overrides.silent().orElse(silent),
                overrides.nocleanup().orElse(nocleanup),
                overrides.stripAnsi().orElse(stripAnsi),
                overrides.minfds().orElse(minfds),
                overrides.minprocs().orElse(minprocs),
                overrides.umask().orElse(umask),
                overrides.directory().or(() -> directory),
                OptionalInt.empty(),
                added);
    }

    private String temporaryFolder() {
        for (String name : List.of("TMPDIR", "TEMP", "TMP")) {
            String folder = environment.get(name);
            if (folder != null && !folder.isEmpty() && Files.isWritable(Path.of(folder))) {
                return folder;
            }
        }
        return "/tmp";
    }

    private static List<RpcInterfaceSettings> interfaces(IniFile ini, Map<String, Object> variables)
            throws ConfigException {
        List<RpcInterfaceSettings> interfaces = new ArrayList<>();
        for (String name : ini.sections()) {
            if (!name.startsWith("rpcinterface:")) {
                continue;
            }
            Section section = new Section(ini, name, variables);
            String factory =
                    section.text(FACTORY)
                            .orElseThrow(
                                    () ->
                                            new ConfigException(
                                                    "section ["
                                                            + name
                                                            + "] does not specify a "
                                                            + FACTORY));
            if (!factory.equals(MAIN_INTERFACE)) {
                throw new ConfigException(
                        factory
                                + " cannot be resolved within ["
                                + name
                                + "]: the one that is known is "
                                + PythonRepr.of(MAIN_INTERFACE));
            }
            Map<String, String> options = new LinkedHashMap<>();
            for (String key : ini.keys(name)) {
                if (!key.equals(FACTORY)) {
                    options.put(key, section.text(key).orElseThrow());
                }
            }
            interfaces.add(
                    new RpcInterfaceSettings(
                            name.substring(name.indexOf(':') + 1), factory, options));
        }
        return interfaces;
    }

    private static Optional<String> serverurl(List<HttpServerSettings> servers) {
        for (HttpServerSettings server : servers) {
            if (server instanceof HttpServerSettings.Unix unix) {
                return Optional.of("unix://" + unix.file());
            }
        }
        for (HttpServerSettings server : servers) {
            if (server instanceof HttpServerSettings.Inet inet) {
                String host = inet.host().isEmpty() ? "localhost" : inet.host();
                return Optional.of("http://" + host + ":" + inet.port());
            }
        }
        return Optional.empty();
    }
}
