package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client talks to the daemon over TLS. */
class HttpsIT extends TreeBench {
    private static final Path KEYS =
            Path.of("..", "supervisord", "src", "test", "resources")
                    .resolve("org/supervisord/daemon/http");

    private String url;

    @BeforeEach
    void start() throws Exception {
        int port = Tree.freePort();
        url = "https://localhost:" + port;
        for (String name : new String[] {"rsa.crt", "rsa.key", "ec.crt"}) {
            Files.copy(KEYS.resolve(name), folder.resolve(name));
        }
        tree.supervise(
                """
                [inet_http_server]
                port = 127.0.0.1:%d
                username = me
                password = {SHA256}2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b
                ssl_certfile = %%(here)s/rsa.crt
                ssl_keyfile = %%(here)s/rsa.key
                [program:sleeper]
                command = sleep 1000
                startsecs = 0
                """
                        .formatted(port));
        tree.await("the program", () -> tree.log().contains("success: sleeper entered RUNNING"));
    }

    @Test
    void withTheRightAuthority() throws Exception {
        Tree.Outcome outcome = client("rsa.crt", "status", "sleeper");
        assertEquals(0, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("RUNNING"), outcome.output());
        assertEquals(
                new Tree.Outcome(0, "sleeper: stopped\n"), client("rsa.crt", "stop", "sleeper"));
    }

    @Test
    void notWithAnotherAuthority() throws Exception {
        Tree.Outcome outcome = client("ec.crt", "status");
        assertTrue(outcome.status() != 0, outcome.output());
        assertTrue(
                outcome.output().contains("ec.crt vouches for its certificate"), outcome.output());
    }

    @Test
    void notWithoutAnAuthority() throws Exception {
        Tree.Outcome outcome =
                tree.run(Tree.program("supervisorctl"), "-s", url, "-u", "me", "-p", "x", "status");
        assertTrue(outcome.status() != 0, outcome.output());
        assertTrue(
                outcome.output()
                        .contains(
                                "no encrypted connection with localhost: nobody that the JDK knows"
                                        + " vouches for its certificate;"),
                outcome.output());
        assertTrue(outcome.output().contains("ssl_cafile"), outcome.output());
    }

    @Test
    void aFileWithoutAuthoritiesIsNamed() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Tree.Outcome outcome = client("empty.pem", "status");
        assertTrue(
                outcome.output()
                        .contains(
                                "can't use ssl_cafile: there is no certificate in PEM in " + empty),
                outcome.output());
    }

    /** The new program could not go on with the server. */
    @Test
    void noUpgradeWhileTheKeyIsAnothers() throws Exception {
        Files.copy(
                folder.resolve("ec.crt"),
                folder.resolve("rsa.crt"),
                StandardCopyOption.REPLACE_EXISTING);
        Tree.Outcome outcome = tree.ctl("upgrade");
        assertEquals(1, outcome.status());
        assertTrue(
                outcome.output()
                        .startsWith(
                                "ERROR: not upgraded: the new program could not take over:"
                                        + " [inet_http_server]: the private key in "),
                outcome.output());
    }

    @Test
    void withAnAddressOfTheCommandLine() throws Exception {
        Tree.Outcome outcome =
                client("rsa.crt", "-s", url.replace("localhost", "127.0.0.1"), "status");
        assertTrue(outcome.output().contains("RUNNING"), outcome.output());
    }

    private Tree.Outcome client(String authority, String... action)
            throws IOException, InterruptedException {
        Path configuration =
                Files.writeString(
                        folder.resolve("client.conf"),
                        """
                        [supervisorctl]
                        serverurl = %s
                        username = me
                        password = secret
                        ssl_cafile = %%(here)s/%s
                        """
                                .formatted(url, authority));
        String[] words = new String[action.length + 3];
        words[0] = Tree.program("supervisorctl");
        words[1] = "-c";
        words[2] = configuration.toString();
        System.arraycopy(action, 0, words, 3, action.length);
        return tree.run(words);
    }
}
