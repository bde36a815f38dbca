package org.supervisord.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisord.common.PythonRepr;
import org.supervisord.common.RandomBytes;
import org.supervisord.common.WorkingFolder;
import org.supervisord.common.plugin.PluginLoader;

/** Reads {@code supervisord.conf} for the daemon. Can be used again and again; keeps nothing. */
public final class ServerConfigReader {
    /** What the reference's files name as the maker of the main interface. */
    public static final String MAIN_INTERFACE = "supervisor.rpcinterface:make_main_rpcinterface";

    static final String SECTION = "supervisord";

    /** What a factory of others is named by. Source: JLS 3.8, 6.7. */
    private static final String CLASS =
            "(\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*\\.)*"
                    + "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*";

    private static final String FACTORY = "supervisor.rpcinterface_factory";

    private final Overrides overrides;
    private final String hostName;
    private final HomeFolders homes;
    private Optional<Path> temporary = Optional.empty();

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
        this.hostName = hostName;
        this.homes = new HomeFolders(environment, accounts);
    }

    /**
     * Reads a file and those that it includes.
     *
     * @param name the file's name as the operator gave it
     * @throws ConfigException with what is wrong, and where
     */
    public Configuration read(String name) throws ConfigException {
        return read(name, content(name));
    }

    /**
     * What is in a file. A pipe has it once only.
     *
     * @param name the file's name as the operator gave it
     * @throws ConfigException when it can't be read
     */
    public byte[] content(String name) throws ConfigException {
        Path file = existing(name);
        return IniReader.content(file, name);
    }

    /**
     * Reads what was in a file, and the files that it includes.
     *
     * @param name the file's name as the operator gave it
     * @throws ConfigException with what is wrong, and where
     */
    public Configuration read(String name, byte[] content) throws ConfigException {
        return read(begin(name, () -> content, Findings.refusing()));
    }

    /**
     * Reads again what was read before, perhaps by another version of this program.
     *
     * @throws ConfigException with what is wrong, and where
     */
    public Configuration read(ConfigText text) throws ConfigException {
        return configuration(
                new Reading(
                        IniFile.of(text.sections()),
                        text.file(),
                        text.here(),
                        hostName,
                        text.folder().isEmpty() ? homes : homes.in(Path.of(text.folder())),
                        Findings.refusing()),
                new ArrayList<>());
    }

    /**
     * Reads a file and those that it includes, to tell all that is wrong with them.
     *
     * @param name the file's name as the operator gave it
     * @throws ConfigException when there is no such file
     */
    public Inspection inspect(String name) throws ConfigException {
        Path file = existing(name);
        Reading reading = begin(name, () -> IniReader.content(file, name), Findings.collecting());
        Reading client = ofClient(reading);
        new HttpServerReader(reading).inspect(read(reading).servers());
        ClientConfigReader.read(client);
        return new Inspection(reading, client, overrides.asKeys());
    }

    /** The client reads the main file only, in an environment to which no daemon has added. */
    private Reading ofClient(Reading main) {
        return new Reading(
                IniFile.of(main.ini().text()),
                main.mainFile(),
                main.here(),
                hostName,
                homes,
                main.findings());
    }

    private static Path existing(String name) throws ConfigException {
        if (!IniReader.exists(name)) {
            throw new ConfigException("could not find config file " + name);
        }
        return Path.of(name);
    }

    private Reading begin(String name, Findings.Work<byte[]> content, Findings findings)
            throws ConfigException {
        Path folder = WorkingFolder.absolute(Path.of(name)).normalize().getParent();
        String here = folder == null ? "/" : folder.toString();
        IniFile ini = new IniFile();
        IniReader.read(ini, content, name, findings);
        return new Reading(ini, name, here, hostName, homes, findings);
    }

    private Configuration read(Reading reading) throws ConfigException {
        List<String> infos = new ArrayList<>();
        if (reading.ini().has("include")) {
            reading.attempt(
                    "include",
                    false,
                    () -> {
                        new Includes(reading, infos).read();
                        return true;
                    });
        }
        return configuration(reading, infos);
    }

    private Configuration configuration(Reading reading, List<String> infos)
            throws ConfigException {
        Finding.Place file = Finding.Place.of(reading.mainFile(), 0);
        // what could not be read may have it
        if (!reading.ini().has(SECTION) && !reading.findings().hasError(file)) {
            reading.findings()
                    .error(
                            file,
                            new ConfigException(
                                    ".ini file does not include supervisord section",
                                    "there is no section [supervisord]"));
        }
        Section section = reading.section(SECTION);
        DaemonSettings daemon = daemon(section, reading.homes());
        reading.setDaemonEnvironment(daemon.environment());
        Optional<String> written = section.text("user");

        List<RpcInterfaceSettings> interfaces = new ArrayList<>();
        for (String name : reading.sections("rpcinterface:")) {
            reading.attempt(
                    name,
                    false,
                    () -> interfaces.add(rpcInterface(reading.plainSection(name), reading)));
        }
        List<GroupSettings> groups = new GroupReader(reading).read();
        List<HttpServerSettings> servers = new HttpServerReader(reading).read();
        Optional<String> user = overrides.user().or(() -> written);
        return new Configuration(
                Path.of(reading.mainFile()),
                user.isEmpty() ? daemon : daemon.runningAs(runAs(reading, section, user.get())),
                servers,
                interfaces,
                groups,
                serverurl(servers),
                reading.warnings(),
                infos,
                new ConfigText(
                        reading.mainFile(),
                        reading.here(),
                        reading.homes().folder().toString(),
                        reading.ini().text()));
    }

    private RunAs runAs(Reading reading, Section section, String user) throws ConfigException {
        RunAs nobodyElse = new RunAs(homes.accounts().currentUid(), OptionalInt.empty());
        return reading.findings()
                .attempt(
                        section.place("user"),
                        nobodyElse,
                        () -> Values.runAs(user, homes.accounts()));
    }

    private Map<String, String> environment(Section section) throws ConfigException {
        Map<String, Object> known = new HashMap<>(section.expansions());
        known.put("host_node_name", hostName);
        return section.get("environment", known, "environment", KeyValuePairs::parse)
                .orElse(Map.of());
    }

    /** The keys in the order in which the reference looks at them: the first bad one is told. */
    private DaemonSettings daemon(Section section, HomeFolders folders) throws ConfigException {
        int minfds = section.integer("minfds", 1024);
        int minprocs = section.integer("minprocs", 200);
        Optional<String> directory =
                section.get("directory", text -> Values.usedFolderAsWritten(text, folders));
        int umask = section.get("umask", 022, Values::octal);
        String logfile =
                section.getOrDepending(
                        "logfile",
                        folders.normalize("supervisord.log").toString(),
                        file -> inExistingFolder(file, folders));
        long logfileMaxbytes = section.byteSize("logfile_maxbytes", 50L << 20);
        int logfileBackups = section.integer("logfile_backups", 10);
        LogLevel loglevel = section.get("loglevel", LogLevel.INFO, Values::logLevel);
        String pidfile =
                section.getOrDepending(
                        "pidfile",
                        folders.normalize("supervisord.pid").toString(),
                        file -> inExistingFolder(file, folders));
        String identifier = section.text("identifier").orElse("supervisor");
        boolean nodaemon = section.bool("nodaemon", false);
        boolean silent = section.bool("silent", false);
        Path childlogdir =
                section.getOrDepending(
                        "childlogdir", temporaryFolder(), text -> Values.usedFolder(text, folders));
        boolean nocleanup = section.bool("nocleanup", false);
        boolean stripAnsi = section.bool("strip_ansi", false);
        Map<String, String> added = environment(section);
        SyslogSettings syslog = syslog(section);
        int eventDrainSecs =
                section.get(
                        "event_drain_secs", 5, section.placed("event_drain_secs", Values::count));
        OrphanPolicy orphans =
                section.get(
                        "orphans",
                        OrphanPolicy.WARN,
                        section.placed("orphans", OrphanPolicy::parse));

        String finalLogfile = overrides.logfile().orElse(logfile);
        return new DaemonSettings(
                finalLogfile.equals("syslog")
                        ? Optional.empty()
                        : Optional.of(folders.normalize(finalLogfile)),
                overrides.logfileMaxbytes().orElse(logfileMaxbytes),
                overrides.logfileBackups().orElse(logfileBackups),
                overrides.loglevel().orElse(loglevel),
                folders.normalize(overrides.pidfile().orElse(pidfile)),
                overrides.identifier().orElse(identifier),
                overrides.childlogdir().orElse(childlogdir),
                overrides.nodaemon().orElse(nodaemon),
                overrides.silent().orElse(silent),
                overrides.nocleanup().orElse(nocleanup),
                overrides.stripAnsi().orElse(stripAnsi),
                overrides.minfds().orElse(minfds),
                overrides.minprocs().orElse(minprocs),
                overrides.umask().orElse(umask),
                eventDrainSecs,
                orphans,
                overrides.directory().or(() -> directory),
                Optional.empty(),
                added,
                syslog);
    }

    private static SyslogSettings syslog(Section section) throws ConfigException {
        SyslogSettings.Address address =
                section.get(
                        "syslog_address", SyslogSettings.LOCAL.address(), SyslogSettings::address);
        SyslogSettings.Form usual =
                address instanceof SyslogSettings.Address.Local
                        ? SyslogSettings.Form.BSD
                        : SyslogSettings.Form.RFC5424;
        return new SyslogSettings(
                address, section.getOrDepending("syslog_format", usual, SyslogSettings::form));
    }

    private static String inExistingFolder(String file, HomeFolders folders)
            throws ConfigException {
        Values.pathInExistingFolder(file, folders);
        return file;
    }

    /** The first of the usual places that took a file when it was asked for first. */
    private Path temporaryFolder() {
        if (temporary.isEmpty()) {
            List<String> places = new ArrayList<>();
            for (String name : List.of("TMPDIR", "TEMP", "TMP")) {
                places.add(homes.environment().getOrDefault(name, ""));
            }
            places.removeIf(String::isEmpty);
            places.addAll(List.of("/tmp", "/var/tmp", "/usr/tmp", ""));
            temporary =
                    places.stream()
                            .flatMap(place -> absolute(place).stream())
                            .filter(ServerConfigReader::takesFiles)
                            .findFirst()
                            .or(() -> Optional.of(Path.of("/tmp")));
        }
        return temporary.get();
    }

    private static Optional<Path> absolute(String place) {
        try {
            return Optional.of(WorkingFolder.absolute(Path.of(place)).normalize());
        } catch (InvalidPathException e) {
            // bytes that are no name in this locale
            return Optional.empty();
        }
    }

    private static boolean takesFiles(Path folder) {
        Path file = folder.resolve("tmp" + HexFormat.of().formatHex(RandomBytes.of(8)));
        try {
            Files.write(file, new byte[] {1}, StandardOpenOption.CREATE_NEW);
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            file.toFile().delete();
        }
    }

    private static RpcInterfaceSettings rpcInterface(Section section, Reading reading)
            throws ConfigException {
        Optional<String> written = section.text(FACTORY);
        Optional<String> factory = written.map(Values::entryPoint);
        if (factory.isEmpty()) {
            section.refuse(
                    FACTORY,
                    new ConfigException(
                            "section [" + section.name() + "] does not specify a " + FACTORY,
                            "the section has no " + FACTORY));
        } else if (!factory.get().equals(MAIN_INTERFACE) && !factory.get().matches(CLASS)) {
            section.refuse(
                    FACTORY,
                    new ConfigException(
                            written.get()
                                    + " cannot be resolved within ["
                                    + section.name()
                                    + "]: it is neither a Java class nor "
                                    + PythonRepr.of(MAIN_INTERFACE)));
        }
        boolean main = factory.filter(MAIN_INTERFACE::equals).isPresent();
        Section known = main ? section : reading.section(section.name());
        Map<String, String> options = new LinkedHashMap<>();
        for (String key : reading.ini().keys(section.name())) {
            Optional<String> value = known.text(key);
            boolean forLoading =
                    key.equals(FACTORY) || !main && key.equals(PluginLoader.FOLDER_KEY);
            if (!forLoading && value.isPresent()) {
                options.put(key, value.get());
            }
        }
        return new RpcInterfaceSettings(
                section.afterColon(),
                factory.orElse(""),
                known.get(
                        PluginLoader.FOLDER_KEY,
                        // the daemon may be elsewhere when it looks there
                        text ->
                                reading.homes()
                                        .absolute(Values.existingFolder(text, reading.homes()))),
                options);
    }

    private static Optional<String> serverurl(List<HttpServerSettings> servers) {
        for (HttpServerSettings server : servers) {
            if (server instanceof HttpServerSettings.Unix unix) {
                return Optional.of("unix://" + unix.file());
            }
        }
        // the first Unix socket, but the last port: so it is in Supervisor
        Optional<String> url = Optional.empty();
        for (HttpServerSettings server : servers) {
            if (server instanceof HttpServerSettings.Inet inet) {
                String host = inet.host().isEmpty() ? "localhost" : inet.host();
                url = Optional.of("http://" + host + ":" + inet.port());
            }
        }
        return url;
    }
}
