package org.supervisord.ctl.action;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.supervisord.common.Fault;
import org.supervisord.config.ClientSettings;
import org.supervisord.ctl.client.HttpConnection;
import org.supervisord.ctl.client.ServerAddress;
import org.supervisord.ctl.client.ServerFault;
import org.supervisord.ctl.client.SupervisorClient;
import org.supervisord.ctl.terminal.Console;
import org.supervisord.ctl.terminal.ExitStatus;

/** What the actions of one run of the client share: the server, the output, the exit status. */
public final class Session {
    private static final String API_VERSION = "3.0";

    private final Console console;
    private final boolean interactive;
    private final ClientSettings settings;
    private String name;
    private String serverurl;
    private Optional<HttpConnection.Credentials> credentials;
    private Optional<SupervisorClient> client = Optional.empty();
    private int exitStatus = ExitStatus.SUCCESS;

    /**
     * One that talks to the server of these settings.
     *
     * @param interactive whether actions are typed one after the other
     */
    public Session(ClientSettings settings, Console console, boolean interactive) {
        this.settings = settings;
        this.console = console;
        this.interactive = interactive;
        this.name = settings.name();
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
    public Session(ClientSettings settings, Console console, SupervisorClient client) {
        this(settings, console, false);
        this.client = Optional.of(client);
    }

    /** Where actions print and ask. */
    public Console console() {
        return console;
    }

    ClientSettings settings() {
        return settings;
    }

    /** Whether somebody is typing, who can be asked. */
    public boolean isInteractive() {
        return interactive;
    }

    String serverurl() {
        return serverurl;
    }

    /** The name that the server has in the configuration, else its URL. */
    public String serverName() {
        return name.isEmpty() ? serverurl : name;
    }

    /** What the program is to end with, as far as is known. */
    public int exitStatus() {
        return exitStatus;
    }

    /** An action has come out like this. */
    public void exitStatus(int status) {
        exitStatus = status;
    }

    /** Sets the exit status if nothing went wrong before. */
    void failed(int status) {
        if (exitStatus == ExitStatus.SUCCESS) {
            exitStatus = status;
        }
    }

    /** Gives up the call that is being made, from any thread. */
    public void interrupt() {
        client.ifPresent(it -> it.abort("interrupted"));
    }

    /** Calls are made again after an interrupt. */
    public void resume() {
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
                                "no answer within "
                                        + seconds
                                        + " s; supervisord goes on with what it was told"));
    }

    /** Prints a line. */
    public void print(String line) {
        console.print(line);
    }

    /** The server that is talked to. */
    public SupervisorClient client() throws IOException {
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
        name = "";
        serverurl = url;
    }

    /** From now on somebody else is talking. */
    public void authenticate(String username, String password) throws IOException {
        close();
        credentials = Optional.of(new HttpConnection.Credentials(username, password));
    }

    /** Lets go of the server. */
    public void close() throws IOException {
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
            exitStatus = ExitStatus.NOT_INSTALLED;
        } catch (ServerFault fault) {
            if (!fault.is(Fault.UNKNOWN_METHOD)) {
                exitStatus = ExitStatus.GENERIC;
                throw fault;
            }
            print(
                    "Sorry, supervisord responded but did not recognize the supervisor namespace"
                            + " commands that supervisorctl uses to control it.  Please check that"
                            + " the [rpcinterface:supervisor] section is enabled in the"
                            + " configuration file (see sample.conf).");
            exitStatus = ExitStatus.UNIMPLEMENTED;
        } catch (ServerAddress.Refused e) {
            print(serverurl + " refused connection");
            exitStatus = ExitStatus.INSUFFICIENT_PRIVILEGES;
        } catch (ServerAddress.NoSuchFile e) {
            print(serverurl + " no such file");
            exitStatus = ExitStatus.NOT_RUNNING;
        } catch (IOException e) {
            exitStatus = ExitStatus.GENERIC;
            throw e;
        }
        return false;
    }

    /** What is said of a failure. */
    public String reason(Exception e) {
        if (e instanceof ServerAddress.Refused) {
            return serverurl + " refused connection";
        }
        if (e instanceof ServerAddress.NoSuchFile) {
            return serverurl + " no such file";
        }
        if (e instanceof ServerFault fault) {
            return "fault " + fault.code() + ": " + fault.getMessage();
        }
        if (e instanceof ClassCastException
                || e instanceof NullPointerException
                || e instanceof IndexOutOfBoundsException) {
            // values are taken for what they should be
            return "the server's answer is not of the kind that was asked for";
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
        exitStatus = dead ? ExitStatus.NOT_RUNNING : ExitStatus.GENERIC;
    }
}
