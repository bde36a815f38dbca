package org.supervisord.ctl.client;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisord.common.Fault;
import org.supervisord.common.ProcessState;

/** A server that knows the methods that a test gives it, and remembers the calls. */
public final class FakeSupervisor implements Closeable {
    /** A method's answer: a value, or a {@link Refusal}. */
    public interface Method {
        Object answer(List<String> parameters);
    }

    /** A fault to answer with. */
    public record Refusal(int code, String text) {
        public static Refusal of(Fault fault) {
            return new Refusal(fault.code(), fault.name());
        }
    }

    /** Thrown by a method, it is answered with what is no XML-RPC. */
    public static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final Pattern NAME =
            Pattern.compile("<methodName>(?:supervisor|daemon)\\.(\\w+)<");
    private static final Pattern PARAMETER =
            Pattern.compile("<value><(?:string|int|boolean|base64)>([^<]*)</");

    private final Map<String, Method> methods = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, FakeHttpServer.Reply> pages = new ConcurrentHashMap<>();
    private final FakeHttpServer server;
    private volatile String secret = "";

    private FakeSupervisor(Path socket) throws IOException {
        server = FakeHttpServer.onUnixSocket(socket, this::reply);
        on("getVersion", "3.0");
    }

    public static FakeSupervisor listeningOn(Path socket) throws IOException {
        return new FakeSupervisor(socket);
    }

    public String url() {
        return server.url();
    }

    /** From now on the method answers with this value or {@link Refusal}. */
    public void on(String method, Object answer) {
        methods.put(method, parameters -> answer);
    }

    public void on(String method, Method answers) {
        methods.put(method, answers);
    }

    public void onFault(String method, Fault fault) {
        on(method, Refusal.of(fault));
    }

    /** What a GET of this path is answered with. */
    public void page(String path, FakeHttpServer.Reply reply) {
        pages.put(path, reply);
    }

    /** From now on nobody is served who does not send this {@code Authorization}. */
    public void lock(String authorization) {
        secret = authorization;
    }

    /** The calls so far but those of getVersion: {@code method(parameter, ...)}. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** What the server tells of a process. */
    public static Map<String, Object> info(
            String group, String name, ProcessState state, int pid, String description) {
        return Map.of(
                "group", group,
                "name", name,
                "state", state.code(),
                "statename", state.name(),
                "pid", pid,
                "description", description);
    }

    /** What the server tells of what it did to a process. */
    public static Map<String, Object> result(String group, String name, Fault status) {
        return Map.of(
                "group",
                group,
                "name",
                name,
                "status",
                status.code(),
                "description",
                status == Fault.SUCCESS ? "OK" : status.name());
    }

    private FakeHttpServer.Reply reply(FakeHttpServer.Request request) {
        if (!request.head().contains(secret)) {
            return FakeHttpServer.Reply.of(
                    "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
        }
        if (request.head().startsWith("GET ")) {
            return pages.getOrDefault(
                    request.head().split(" ")[1],
                    FakeHttpServer.Reply.of("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
        }
        Matcher name = NAME.matcher(request.body());
        if (!name.find()) {
            return FakeHttpServer.Reply.of("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        }
        List<String> parameters = new ArrayList<>();
        PARAMETER.matcher(request.body()).results().forEach(it -> parameters.add(it.group(1)));
        try {
            return FakeHttpServer.Reply.document(answer(name.group(1), parameters));
        } catch (Broken e) {
            return FakeHttpServer.Reply.andClose("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n");
        }
    }

    private String answer(String method, List<String> parameters) {
        if (!method.equals("getVersion")) {
            calls.add(method + "(" + String.join(", ", parameters) + ")");
        }
        Object answer =
                methods.getOrDefault(method, it -> Refusal.of(Fault.UNKNOWN_METHOD))
                        .answer(parameters);
        if (answer instanceof Refusal refusal) {
            return "<methodResponse><fault>"
                    + xml(Map.of("faultCode", refusal.code, "faultString", refusal.text))
                    + "</fault></methodResponse>";
        }
        return "<methodResponse><params><param>"
                + xml(answer)
                + "</param></params></methodResponse>";
    }

    private static String xml(Object value) {
        StringBuilder out = new StringBuilder("<value>");
        if (value instanceof Integer) {
            out.append("<int>").append(value).append("</int>");
        } else if (value instanceof Boolean yes) {
            out.append("<boolean>").append(yes ? 1 : 0).append("</boolean>");
        } else if (value instanceof List<?> list) {
            out.append("<array><data>");
            list.forEach(item -> out.append(xml(item)));
            out.append("</data></array>");
        } else if (value instanceof Map<?, ?> map) {
            out.append("<struct>");
            map.forEach(
                    (name, member) ->
                            out.append("<member><name>")
                                    .append(name)
                                    .append("</name>")
                                    .append(xml(member))
                                    .append("</member>"));
            out.append("</struct>");
        } else {
            out.append("<string>")
                    .append(value.toString().replace("&", "&amp;").replace("<", "&lt;"))
                    .append("</string>");
        }
        return out.append("</value>").toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
