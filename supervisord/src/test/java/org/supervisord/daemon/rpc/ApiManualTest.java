package org.supervisord.daemon.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisord.common.Fault;
import org.supervisord.daemon.SupervisorBench;

/** The manual's page on the interface and the interface say the same. */
class ApiManualTest {
    private static final Path PAGE = Path.of("..", "docs", "api.md");
    private static final Pattern METHOD =
            Pattern.compile(
                    "\\| `((?:supervisor|system|daemon)\\.[^`]*\\))`( \\*)? \\| (\\w+) \\|");

    private String page;

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(PAGE);
    }

    @Test
    void everyMethodIsThereAsItIs() {
        Map<String, String> expected = new TreeMap<>();
        MethodTable table = new RpcBench(new SupervisorBench()).table;
        for (String name : table.names()) {
            if (page.contains("also `" + name + "(")) {
                continue;
            }
            RpcMethod method = table.find(name).orElseThrow();
            expected.put(
                    signature(method) + (method.changes() ? " *" : ""),
                    method.signature().get(0).split(" ")[0]);
        }
        Map<String, String> found = new TreeMap<>();
        Matcher lines = METHOD.matcher(page);
        while (lines.find()) {
            found.put(lines.group(1) + (lines.group(2) == null ? "" : " *"), lines.group(3));
        }
        assertEquals(expected, found);
    }

    private static String signature(RpcMethod method) {
        StringBuilder text = new StringBuilder(method.name()).append('(');
        for (int i = 0; i < method.parameters().size(); i++) {
            List<String> words = List.of(method.parameters().get(i).split(" "));
            String parameter = words.get(0) + " " + words.get(1);
            text.append(i == 0 ? "" : ", ");
            text.append(i < method.required() ? parameter : "[" + parameter + "]");
        }
        return text.append(')').toString();
    }

    @Test
    void everyFaultIsThere() {
        for (Fault fault : Fault.values()) {
            assertTrue(page.contains("| " + fault.code() + " | " + fault), fault.toString());
        }
    }

    @Test
    void theMembersOfStructsAreThere() throws Exception {
        RpcBench rpc =
                new RpcBench(
                        new SupervisorBench(
                                SupervisorBench.group(
                                        "web",
                                        1,
                                        org.supervisord.daemon.process.Programs.program("web"))));
        for (Object name : ((Map<?, ?>) rpc.call("getProcessInfo", "web")).keySet()) {
            assertTrue(page.contains("`" + name + "`"), (String) name);
        }
        Map<?, ?> configuration = (Map<?, ?>) ((List<?>) rpc.call("getAllConfigInfo")).get(0);
        for (Object name : configuration.keySet()) {
            String said = ((String) name).replaceFirst("^(stdout|stderr)_", "_");
            assertTrue(page.contains("`" + said + "`"), (String) name);
        }
    }
}
