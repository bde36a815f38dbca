package org.supervisord.daemon.rpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.event.Event;
import org.supervisord.daemon.process.ManagedProcess;

/** Methods that send something to processes: to their stdin, or to those that listen to events. */
final class MessageMethods {
    private final SupervisorMethods shared;
    private final Consumer<Event> events;

    MessageMethods(SupervisorMethods shared, Consumer<Event> events) {
        this.shared = shared;
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
                        "supervisor.sendRemoteCommEvent",
                        "boolean done",
                        "Sends an event to the listeners of REMOTE_COMMUNICATION.")
                .takes("string type the first line of what they get")
                .takes("string data the rest")
                .does(
                        arguments -> {
                            events.accept(
                                    new Event.RemoteCommunication(
                                            arguments.text(0), arguments.text(1)));
                            return true;
                        });
    }

    private Object sendStdin(Arguments arguments) throws RpcFault {
        Object chars = arguments.raw(1);
        if (!(chars instanceof String) && !(chars instanceof byte[])) {
            throw new RpcFault(Fault.INCORRECT_PARAMETERS, String.valueOf(chars));
        }
        byte[] data =
                chars instanceof String text
                        ? text.getBytes(StandardCharsets.UTF_8)
                        : (byte[]) chars;
        String name = arguments.text(0);
        ManagedProcess process = shared.process(name);
        if (process.pid() == 0 || process.isBeingKilled()) {
            throw new RpcFault(Fault.NOT_RUNNING, name);
        }
        try {
            process.writeStdin(data);
            return true;
        } catch (IOException e) {
            throw new RpcFault(Fault.NO_FILE, name);
        }
    }
}
