package org.supervisord.daemon.rpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.supervisord.common.Fault;
import org.supervisord.common.PythonRepr;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.loop.Scheduler;
import org.supervisord.daemon.loop.Timer;
import org.supervisord.daemon.process.ManagedProcess;

/** Methods that send something to processes: to their stdin, or to those that listen to events. */
final class MessageMethods {
    /** How long a call waits for a pipe to have room. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final SupervisorMethods shared;
    private final Scheduler scheduler;
    private final Consumer<Event> events;

    MessageMethods(SupervisorMethods shared, Scheduler scheduler, Consumer<Event> events) {
        this.shared = shared;
        this.scheduler = scheduler;
        this.events = events;
    }

    void addTo(MethodTable table) {
        table.method(
                        "supervisor.sendProcessStdin",
                        "boolean done",
                        "Writes a text, as UTF-8, to the stdin of a process.")
                .takes("string name the process, or group:process")
                .takes("string chars the text")
                .does(shared.whileRunning(this::sendStdin));
        table.method(
                        "daemon.writeProcessStdin",
                        "int taken",
                        "Writes bytes to the stdin of a process: as many as its pipe has room for,"
                                + " as soon as it has room. Answers how many it was; the rest is"
                                + " to be sent again. 0: there was no room for 10 seconds.")
                .takes("string name the process, or group:process")
                .takes("base64 data the bytes")
                .does(shared.whileRunning(this::writeStdin));
        table.method(
                        "supervisor.sendRemoteCommEvent",
                        "boolean done",
                        "Sends an event to the listeners of REMOTE_COMMUNICATION.")
                .takes("string type the first line of what they get")
                .takes("string data the rest")
                .does(
                        arguments -> {
                            events.accept(
                                    new Event.RemoteCommunication(
                                            line(arguments, 0), line(arguments, 1)));
                            return true;
                        });
    }

    /** A text; scripts also send numbers, which arrive as Python writes them. */
    private static String line(Arguments arguments, int index) throws RpcFault {
        Object value = arguments.raw(index);
        return value instanceof Number || value instanceof Boolean
                ? PythonRepr.of(value)
                : arguments.text(index);
    }

    private Object sendStdin(Arguments arguments) throws RpcFault {
        Object chars = arguments.raw(1);
        if (!(chars instanceof String) && !(chars instanceof byte[])) {
            throw new RpcFault(Fault.INCORRECT_PARAMETERS, PythonRepr.of(chars));
        }
        byte[] data =
                chars instanceof String text
                        ? text.getBytes(StandardCharsets.UTF_8)
                        : (byte[]) chars;
        String name = arguments.text(0);
        ManagedProcess process = running(name);
        try {
            process.writeStdin(data);
            return true;
        } catch (IOException e) {
            throw new RpcFault(Fault.NO_FILE, name);
        }
    }

    private ManagedProcess running(String name) throws RpcFault {
        ManagedProcess process = shared.process(name);
        if (process.pid() == 0 || process.isBeingKilled()) {
            throw new RpcFault(Fault.NOT_RUNNING, name);
        }
        return process;
    }

    private Object writeStdin(Arguments arguments) throws RpcFault {
        if (!(arguments.raw(1) instanceof byte[] data)) {
            throw new RpcFault(Fault.INCORRECT_PARAMETERS, "data is to be base64");
        }
        String name = arguments.text(0);
        ManagedProcess process = running(name);
        CompletableFuture<Integer> taken = process.offerStdin(data);
        Timer limit = scheduler.after(LONGEST_WAIT, () -> taken.complete(0));
        CompletableFuture<Object> answer = new CompletableFuture<>();
        taken.whenComplete(
                (count, failure) -> {
                    limit.cancel();
                    if (failure == null) {
                        answer.complete(count);
                    } else {
                        boolean up = process.pid() != 0 && !process.isBeingKilled();
                        Fault fault = up ? Fault.NO_FILE : Fault.NOT_RUNNING;
                        answer.completeExceptionally(new RpcFault(fault, name));
                    }
                });
        return answer;
    }
}
