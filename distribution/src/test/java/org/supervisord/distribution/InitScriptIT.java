package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code /etc/init.d/supervisor} of the Debian package. */
class InitScriptIT extends TreeBench {
    /** In a container, the first process may be one that never asks what has become of others. */
    @Test
    void aDaemonThatHasEndedAndIsNotAskedAboutDoesNotRun() throws Exception {
        Path script = script();
        Path daemon = Files.copy(Path.of("/bin/true"), folder.resolve("supervisord"));
        Path pid = folder.resolve("pid");
        Process first =
                new ProcessBuilder("sh", "-c", daemon + " & echo $! >" + pid + "; exec sleep 1000")
                        .start();
        try {
            tree.await(
                    "its end",
                    () ->
                            Files.exists(pid)
                                    && Files.readString(
                                                    Path.of(
                                                            "/proc",
                                                            Files.readString(pid).strip(),
                                                            "stat"))
                                            .contains(" (supervisord) Z "));
            assertEquals(3, tree.run("sh", script.toString(), "status").status());
            assertEquals(0, tree.run("sh", script.toString(), "stop").status());
        } finally {
            first.destroy();
        }
    }

    /** With files of its own, and without what Debian has for all such scripts. */
    private Path script() throws Exception {
        String functions = "";
        for (String name : new String[] {"daemon_msg", "end_msg", "success_msg", "failure_msg"}) {
            functions += "log_" + name + "() { :; }\n";
        }
        String script =
                Files.readString(Path.of("src/deb/etc/init.d/supervisor"))
                        .replaceFirst("(?m)^DAEMON=.*", "DAEMON=" + Tree.program("supervisord"))
                        .replaceFirst("(?m)^PIDFILE=.*", "PIDFILE=" + folder.resolve("pid"))
                        .replaceFirst("(?m)^PATIENCE=.*", "PATIENCE=1")
                        .replaceFirst("(?m)^\\. /lib/lsb/init-functions$", functions);
        return Files.writeString(folder.resolve("init"), script);
    }
}
