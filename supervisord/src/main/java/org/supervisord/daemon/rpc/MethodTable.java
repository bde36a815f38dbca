package org.supervisord.daemon.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;

/** The methods that there are, by name. What is not in it can't be called. */
final class MethodTable {
    private final Map<String, RpcMethod> methods = new TreeMap<>();

    /** Begins a method that returns a value of this type. */
    Entry method(String name, String result, String help) {
        return new Entry(name, result, help);
    }

    /** Makes a method known under a second name. */
    void alias(String name, String original) {
        methods.put(name, methods.get(original).named(name));
    }

    /** Adds what another table has in a namespace, under the name of a second one. */
    void addNamespace(MethodTable other, String namespace, String name) {
        String prefix = namespace + ".";
        for (RpcMethod method : other.methods.values()) {
            if (method.name().startsWith(prefix)) {
                String full = name + "." + method.name().substring(prefix.length());
                methods.put(full, method.named(full));
            }
        }
    }

    /** The same methods for those who may only read. */
    MethodTable forReaders() {
        MethodTable table = new MethodTable();
        methods.forEach((name, method) -> table.methods.put(name, method.forReaders()));
        return table;
    }

    /** All names in order. */
    List<String> names() {
        return List.copyOf(methods.keySet());
    }

    /** Some of the names, in order. */
    List<String> names(Predicate<String> which) {
        return methods.keySet().stream().filter(which).toList();
    }

    Optional<RpcMethod> find(String name) {
        return Optional.ofNullable(methods.get(name));
    }

    /** Calls a method; the result may be a CompletableFuture. */
    Object call(RpcCall call) throws RpcFault {
        RpcMethod method =
                find(call.method()).orElseThrow(() -> new RpcFault(Fault.UNKNOWN_METHOD));
        if (!method.accepts(call.parameters().size())) {
            throw new RpcFault(Fault.INCORRECT_PARAMETERS);
        }
        return method.handler().call(new Arguments(call.parameters()));
    }

    /** A method that is being described. */
    final class Entry {
        private final String name;
        private final String result;
        private final String help;
        private final List<String> parameters = new ArrayList<>();
        private int required;
        private boolean changes = true;

        private Entry(String name, String result, String help) {
            this.name = name;
            this.result = result;
            this.help = help;
        }

        /** A parameter that must be given: its type, its name, and what it is. */
        Entry takes(String parameter) {
            parameters.add(parameter);
            required = parameters.size();
            return this;
        }

        /** A parameter that may be left out. */
        Entry mayTake(String parameter) {
            parameters.add(parameter);
            return this;
        }

        /** That it changes nothing. */
        Entry onlyReads() {
            changes = false;
            return this;
        }

        /** What the method does. */
        void does(RpcMethod.Handler handler) {
            methods.put(
                    name,
                    new RpcMethod(
                            name,
                            result,
                            List.copyOf(parameters),
                            required,
                            help,
                            changes,
                            handler));
        }
    }
}
