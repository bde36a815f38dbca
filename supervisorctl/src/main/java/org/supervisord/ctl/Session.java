package org.supervisord.ctl;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.supervisord.common.Fault;
import org.supervisord.config.ClientSettings;

/** What the actions of one run of the client share: the server, the output, the exit status. */
final class Session {
    // exit statuses of the Linux Standard Base for init scripts
    static final int SUCCESS = 0;
    static final int GENERIC = 1;
    static final int INVALID_ARGUMENTS = 2;
    static final int UNIMPLEMENTED = 3;
    static final int INSUFFICIENT_PRIVILEGES = 4;
    static final int NOT_INSTALLED = 5;
    static final int NOT_RUNNING = 7;
    static final int STATUS_NOT_RUNNING = 3;
    static final int STATUS_UNKNOWN = 4;

    private static final String API_VERSION = "3.0";

    private final Console console;
    private final boolean interactive;
    private final ClientSettings settings;
    private String serverurl;
    private Optional<HttpConnection.Credentials> credentials;
    private Optional<SupervisorClient> client = Optional.empty();
    private int exitStatus = SUCCESS;

    Session(ClientSettings settings, Console console, boolean interactive) {
        this.settings = settings;
        this.console = console;
        this.interactive = interactive;
        this.serverurl = settings.serverurl();
        this.credentials =
                settings.username()
                        .flatMap(
                                name ->
                                        settings.password()
                                                .map(
                                                        password ->
                                                                new HttpConnection.Credentials(
                                                                        name, password)));
    }

    /** One that talks to its server through this client. */
    Session(ClientSettings settings, Console console, SupervisorClient client) {
        this(settings, console, false);
        this.client = Optional.of(client);
    }

    Console console() {
        return console;
    }

    ClientSettings settings() {
        return settings;
    }

    /** Whether somebody is typing, who can be asked. */
    boolean isInteractive() {
        return interactive;
    }

    String serverurl() {
        return serverurl;
    }

    /** The name that the server has in the configuration, else its URL. */
    String serverName() {
        return settings.name().isEmpty() ? serverurl : settings.name();
    }

    int exitStatus() {
        return exitStatus;
    }

    void exitStatus(int status) {
        exitStatus = status;
    }

    /** Sets the exit status if nothing went wrong before. */
    void failed(int status) {
        if (exitStatus == SUCCESS) {
            exitStatus = status;
        }
    }

    /** Gives up the call that is being made, from any thread. */
    void interrupt() {
        client.ifPresent(it -> it.abort("interrupted"));
    }

    /** Calls are made again after an interrupt. */
    void resume() {
        client.ifPresent(SupervisorClient::resume);
    }

    /**
     * Limits the time that calls may take from now on until it is closed.
     *
     * @param time empty for no limit
     */
    Deadline limit(Optional<Duration> time) throws IOException {
        if (time.isEmpty()) {
            return Deadline.NEVER;
        }
        SupervisorClient limited = client();
        String seconds = String.valueOf(time.get().toMillis() / 1000.0).replaceAll("\\.0$", "");
        return new Deadline(
                time.get(),
                () ->
                        limited.abort(
                                "no answer within " + seconds + " s; supervisord goes on with it"));
    }

    void print(String line) {
        console.print(line);
    }

    /** The server that is talked to. */
    SupervisorClient client() throws IOException {
        if (client.isEmpty()) {
            client =
                    Optional.of(
                            new SupervisorClient(
                                    ServerAddress.of(serverurl, settings.caFile()), credentials));
        }
        return client.get();
    }

    /** From now on another server is talked to. */
    void open(String url) throws IOException {
        close();
        serverurl = url;
    }

    /** From now on somebody else is talking. */
    void authenticate(String username, String password) throws IOException {
        close();
        credentials = Optional.of(new HttpConnection.Credentials(username, password));
    }

    void close() throws IOException {
        if (client.isPresent()) {
            client.get().close();
            client = Optional.empty();
        }
    }

    /**
     * Whether there is a server that can be talked to; if not, it is said why, and the exit status
     * is set.
     */
    boolean isUp() throws IOException, ServerFault {
        try {
            String version = client().text("getVersion");
            if (version.equals(API_VERSION)) {
                return true;
            }
            print(
                    "Sorry, this version of supervisorctl expects to talk to a server with API"
                            + " version "
                            + API_VERSION
                            + ", but the remote version is "
                            + version
                            + ".");
            exitStatus = NOT_INSTALLED;
        } catch (ServerFault fault) {
            if (!fault.is(Fault.UNKNOWN_METHOD)) {
                exitStatus = GENERIC;
                throw fault;
            }
            print(
                    "Sorry, supervisord responded but did not recognize the supervisor namespace"
                            + " commands that supervisorctl uses to control it.  Please check that"
                            + " the [rpcinterface:supervisor] section is enabled in the"
                            + " configuration file (see sample.conf).");
            exitStatus = UNIMPLEMENTED;
        } catch (ServerAddress.Refused e) {
            print(serverurl + " refused connection");
            exitStatus = INSUFFICIENT_PRIVILEGES;
        } catch (ServerAddress.NoSuchFile e) {
            print(serverurl + " no such file");
            exitStatus = NOT_RUNNING;
        } catch (IOException e) {
            exitStatus = GENERIC;
            throw e;
        }
        return false;
    }

    /** What is said of a failure. */
    String reason(Exception e) {
        if (e instanceof ServerAddress.Refused) {
            return serverurl + " refused connection";
        }
        if (e instanceof ServerAddress.NoSuchFile) {
            return serverurl + " no such file";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Sets the exit status for what came of one process, unless it is no failure here. */
    void noteFault(int code, Fault harmless) {
        if (code == Fault.SUCCESS.code() || code == harmless.code()) {
            return;
        }
        boolean dead =
                code == Fault.SPAWN_ERROR.code()
                        || code == Fault.ABNORMAL_TERMINATION.code()
                        || code == Fault.NOT_RUNNING.code();
        exitStatus = dead ? NOT_RUNNING : GENERIC;
    }
}
