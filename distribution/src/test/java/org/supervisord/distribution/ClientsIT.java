package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.client.XmlRpcClient;
import org.apache.xmlrpc.client.XmlRpcClientConfigImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** XML-RPC clients that people use drive the daemon. */
class ClientsIT extends TreeBench {
    private static final Path CLIENTS = Path.of("src", "test", "clients");

    private String url;

    @BeforeEach
    void start() throws Exception {
        url =
                tree.serve(
                        """
                        [program:sleeper]
                        command = sleep 1000
                        startsecs = 0
                        [program:noisy]
                        command = /bin/sh -c 'printf "before \\\\001\\\\377 after \\\\342\\\\230\\\\203\\\\n"; exec sleep 1000'
                        """);
        tree.await("all programs", () -> tree.log().contains("success: noisy entered RUNNING"));
    }

    @Test
    void pythons() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "there is no Python");
        assertDone(tree.run(python.toString(), CLIENTS.resolve("check.py").toString(), url));
    }

    @Test
    void apaches() throws Exception {
        XmlRpcClientConfigImpl configuration = new XmlRpcClientConfigImpl();
        configuration.setServerURL(URI.create(url + "/RPC2").toURL());
        XmlRpcClient client = new XmlRpcClient();
        client.setConfig(configuration);

        Map<?, ?> state = (Map<?, ?>) call(client, "supervisor.getState");
        assertEquals("RUNNING", state.get("statename"));
        assertEquals(1, state.get("statecode"));
        assertEquals(true, call(client, "supervisor.stopProcess", "sleeper"));
        XmlRpcException fault =
                assertThrows(
                        XmlRpcException.class,
                        () -> call(client, "supervisor.stopProcess", "sleeper"));
        assertEquals(70, fault.code);
        assertEquals("NOT_RUNNING: sleeper", fault.getMessage());
        assertEquals(true, call(client, "supervisor.startProcess", "sleeper", true));
        Object[] tail =
                (Object[]) call(client, "supervisor.tailProcessStdoutLog", "noisy", 0, 1000);
        assertTrue(tail[0].toString().contains("before \ufffd\ufffd after \u2603"), "" + tail[0]);
        assertEquals(2, ((Object[]) call(client, "supervisor.getAllProcessInfo")).length);
    }

    /** To be run with NODE_PATH, after {@code npm install --prefix FOLDER supervisord}. */
    @Test
    void npms() throws Exception {
        String modules = System.getenv("NODE_PATH");
        assumeTrue(modules != null && Files.exists(Path.of(modules, "supervisord")), "no package");
        assertDone(tree.run("node", CLIENTS.resolve("check.js").toString(), url));
    }

    private static Object call(XmlRpcClient client, String method, Object... parameters)
            throws XmlRpcException {
        return client.execute(method, parameters);
    }

    private static void assertDone(Tree.Outcome outcome) {
        assertEquals(new Tree.Outcome(0, "ok\n"), outcome);
    }
}
