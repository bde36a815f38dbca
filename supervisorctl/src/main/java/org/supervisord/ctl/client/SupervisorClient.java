package org.supervisord.ctl.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.supervisord.common.SupervisorState;

/** The methods of a server, called over one connection that is made when it is needed. */
public final class SupervisorClient implements Closeable {
    /** A way to call a server's methods by their full names. */
    public interface Caller {
        /** Calls one; parameters and answers are as in XML-RPC. */
        Object call(String method, Object... parameters) throws IOException, ServerFault;
    }

    private final ServerAddress server;
    private final Optional<HttpConnection.Credentials> credentials;
    private final Caller caller;
    private final AnswerReader answers = new AnswerReader();
    private volatile Optional<HttpConnection> connection = Optional.empty();
    private volatile Optional<HttpConnection> beginning = Optional.empty();
    private volatile String abortion = "";
    private final Set<Thread> calling = new HashSet<>();

    /** One for this server, which is asked for nothing yet. */
    public SupervisorClient(
            ServerAddress server, Optional<HttpConnection.Credentials> credentials) {
        this.server = server;
        this.credentials = credentials;
        this.caller = this::callRemotely;
    }

    /** One that needs no connection; no log can be followed with it. */
    public SupervisorClient(Caller caller) {
        this.server = null;
        this.credentials = Optional.empty();
        this.caller = (method, parameters) -> callHere(caller, method, parameters);
    }

    /**
     * A process as a client sees it.
     *
     * @param members all that the server says of it
     */
    public record ProcessInfo(
            String group,
            String name,
            int state,
            String statename,
            int pid,
            String description,
            Map<?, ?> members) {
        /** What a struct of the server says. */
        public static ProcessInfo of(Map<?, ?> it) {
            return new ProcessInfo(
                    (String) it.get("group"),
                    (String) it.get("name"),
                    (Integer) it.get("state"),
                    (String) it.get("statename"),
                    (Integer) it.get("pid"),
                    (String) it.get("description"),
                    it);
        }
    }

    /** What was done to one of many processes. */
    public record Result(String group, String name, int status, String description) {
        /** What a struct of the server says. */
        public static Result of(Map<?, ?> it) {
            return new Result(
                    (String) it.get("group"),
                    (String) it.get("name"),
                    (Integer) it.get("status"),
                    (String) it.get("description"));
        }
    }

    /** Calls a method of {@code supervisor.*}. */
    public Object call(String method, Object... parameters) throws IOException, ServerFault {
        return caller.call("supervisor." + method, parameters);
    }

    /** Calls a method by its full name. */
    public Object callFully(String method, Object... parameters) throws IOException, ServerFault {
        return caller.call(method, parameters);
    }

    /**
     * Gives up the call that is being made, from any thread, and all later ones until {@link
     * #resume}. The server goes on with what it was told.
     */
    public void abort(String why) {
        synchronized (calling) {
            abortion = why;
            calling.forEach(Thread::interrupt);
        }
        beginning.ifPresent(SupervisorClient::close);
        disconnect();
    }

    /** Calls are made again. */
    public void resume() {
        abortion = "";
    }

    /** Whoever waits here for an answer is interrupted when that is given up. */
    private Object callHere(Caller actual, String method, Object... parameters)
            throws IOException, ServerFault {
        synchronized (calling) {
            refuseIfAborted();
            calling.add(Thread.currentThread());
        }
        try {
            return actual.call(method, parameters);
        } catch (IOException e) {
            refuseIfAborted();
            throw e;
        } finally {
            synchronized (calling) {
                calling.remove(Thread.currentThread());
                // nothing else interrupts it
                Thread.interrupted();
            }
        }
    }

    private Object callRemotely(String method, Object... parameters)
            throws IOException, ServerFault {
        refuseIfAborted();
        byte[] document = CallWriter.write(method, parameters);
        if (hasConnection()) {
            try {
                return exchange(document);
            } catch (HttpConnection.Unanswered e) {
                // it may have been done, and only what asks may be done twice
                if (!method.startsWith("get", method.indexOf('.') + 1)) {
                    throw e;
                }
                refuseIfAborted();
            }
        }
        connect();
        return exchange(document);
    }

    private void connect() throws IOException {
        HttpConnection made = new HttpConnection(server, credentials);
        connection = Optional.of(made);
        try {
            refuseIfAborted();
            made.connect();
        } catch (IOException | RuntimeException e) {
            disconnect();
            refuseIfAborted();
            throw e;
        }
    }

    /** Whether there is a connection that the server has not ended since the last call. */
    private boolean hasConnection() throws Aborted {
        Optional<HttpConnection> it = connection;
        if (it.isPresent() && it.get().isEnded()) {
            disconnect();
            refuseIfAborted();
        }
        return connection.isPresent();
    }

    private void refuseIfAborted() throws Aborted {
        if (!abortion.isEmpty()) {
            disconnect();
            throw new Aborted(abortion);
        }
    }

    /** Another one for the same server, with a connection of its own. */
    public SupervisorClient another() {
        return server == null
                ? new SupervisorClient(caller)
                : new SupervisorClient(server, credentials);
    }

    private Object exchange(byte[] document) throws IOException, ServerFault {
        try {
            HttpConnection it = connection.orElse(null);
            if (it == null) {
                // it was closed by somebody who gives up
                throw new IOException("the connection was closed");
            }
            return answers.read(it.post("/RPC2", document));
        } catch (IOException e) {
            disconnect();
            refuseIfAborted();
            throw e;
        } catch (OutOfMemoryError e) {
            // what it was needed for is gone, and the answer with it
            disconnect();
            throw new IOException("the server's answer takes more memory than there is");
        }
    }

    /** Calls a method whose answer is a text. */
    public String text(String method, Object... parameters) throws IOException, ServerFault {
        return (String) call(method, parameters);
    }

    /** What a process is doing. */
    public ProcessInfo info(String name) throws IOException, ServerFault {
        return ProcessInfo.of((Map<?, ?>) call("getProcessInfo", name));
    }

    /** What all processes are doing. */
    public List<ProcessInfo> allInfos() throws IOException, ServerFault {
        return ((List<?>) call("getAllProcessInfo"))
                .stream().map(it -> ProcessInfo.of((Map<?, ?>) it)).toList();
    }

    /** What a server that is in the FATAL state can't do, one line for each. */
    public List<String> fatalReasons() throws IOException, ServerFault {
        Map<?, ?> state = (Map<?, ?>) call("getState");
        if (!Integer.valueOf(SupervisorState.FATAL.code()).equals(state.get("statecode"))) {
            return List.of();
        }
        return ((List<?>) caller.call("daemon.getFatalReasons"))
                .stream()
                        .map(it -> (Map<?, ?>) it)
                        .map(
                                it ->
                                        "can't "
                                                + it.get("operation")
                                                + " "
                                                + it.get("on")
                                                + ": "
                                                + it.get("reason"))
                        .toList();
    }

    /** What the pools of event listeners have done; empty when the server can't tell. */
    public Optional<List<Map<?, ?>>> pools() throws IOException {
        try {
            List<Map<?, ?>> pools = new ArrayList<>();
            for (Object it : (List<?>) caller.call("daemon.getAllEventPoolInfo")) {
                pools.add((Map<?, ?>) it);
            }
            return Optional.of(pools);
        } catch (ServerFault fault) {
            // it has answered what it was asked for, and does not know of this
            return Optional.empty();
        }
    }

    /** Calls a method that answers with what it has done to each process. */
    public List<Result> results(String method, Object... parameters)
            throws IOException, ServerFault {
        return ((List<?>) call(method, parameters))
                .stream().map(it -> Result.of((Map<?, ?>) it)).toList();
    }

    /** Follows a log over a connection of its own. */
    public Follower follow(String path) throws IOException {
        if (server == null) {
            throw new IOException("no log can be followed here");
        }
        HttpConnection own = new HttpConnection(server, credentials);
        beginning = Optional.of(own);
        try {
            refuseIfAborted();
            own.connect();
            return new Follower(own, own.get(path));
        } catch (IOException e) {
            own.close();
            refuseIfAborted();
            throw e;
        } finally {
            beginning = Optional.empty();
        }
    }

    /** A log that goes on, until the server ends it or somebody interrupts. */
    public static final class Follower implements Closeable {
        private final HttpConnection connection;
        private final InputStream log;
        private volatile boolean interrupted;

        Follower(HttpConnection connection, InputStream log) {
            this.connection = connection;
            this.log = log;
        }

        /** What has come meanwhile; -1 at the end. */
        public int read(byte[] buffer) throws IOException {
            try {
                return log.read(buffer);
            } catch (IOException e) {
                if (interrupted) {
                    return -1;
                }
                throw e;
            }
        }

        /** Ends it, from any thread. */
        public void interrupt() {
            interrupted = true;
            SupervisorClient.close(connection);
        }

        boolean isInterrupted() {
            return interrupted;
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    private void disconnect() {
        try {
            close();
        } catch (IOException ignored) {
            // there is nothing to be lost by it
        }
    }

    private static void close(HttpConnection connection) {
        try {
            connection.close();
        } catch (IOException ignored) {
            // it is over either way
        }
    }

    @Override
    public void close() throws IOException {
        Optional<HttpConnection> it = connection;
        if (it.isPresent()) {
            connection = Optional.empty();
            it.get().close();
        }
    }
}
