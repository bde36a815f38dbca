package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The daemon in what a container is made of: it is process 1 of its namespace, its root is a folder
 * with a system that can't be written to, only /run and /tmp are there to write, and all that
 * anybody sees is its standard output and its exit status.
 */
class ContainerIT extends TreeBench {
    private static final String CONTAINER =
            """
            set -e
            root=$1
            tree=$2
            mount --make-rprivate /
            mount -t tmpfs tmpfs "$root"
            cd "$root"
            for it in bin sbin lib lib64 usr etc; do
                if [ -h "/$it" ]; then
                    cp -P "/$it" .
                elif [ -d "/$it" ]; then
                    mkdir "$it"
                    mount --rbind "/$it" "$it"
                    mount -o remount,bind,ro "$it"
                fi
            done
            mkdir -p opt/supervisord proc dev run tmp conf
            mount --bind "$tree" opt/supervisord
            mount -o remount,bind,ro opt/supervisord
            mount --bind "$3" conf
            mount -o remount,bind,ro conf
            mount -t proc proc proc
            mount -t tmpfs tmpfs run
            mount -t tmpfs tmpfs tmp
            for it in null zero random urandom; do
                touch "dev/$it"
                mount --bind "/dev/$it" "dev/$it"
            done
            ln -s /proc/self/fd dev/fd
            ln -s /proc/self/fd/1 dev/stdout
            ln -s /proc/self/fd/2 dev/stderr
            mount -o remount,ro "$root"
            exec chroot "$root" env -i PATH=/usr/bin:/bin ${JAVA_HOME+JAVA_HOME="$JAVA_HOME"} \\
                /opt/supervisord/bin/supervisord -c /conf/supervisord.conf
            """;

    private static final String WEB =
            """
            [program:web]
            command = /bin/sh -c 'echo "web is up"; (sleep 0.5 &); trap "echo web was told; exit" TERM; while :; do test -e /tmp/trouble && exit 1; sleep 0.05; done'
            stdout_logfile = /dev/stdout
            stdout_logfile_maxbytes = 0
            redirect_stderr = true
            exit_on_fatal = true
            startretries = 0

            [program:trouble]
            command = /bin/touch /tmp/trouble
            autostart = false
            stdout_logfile = /dev/stdout
            stdout_logfile_maxbytes = 0
            redirect_stderr = true
            startsecs = 0

            [program:db]
            command = /bin/sh -c 'trap "echo db was told >&2; exit" TERM; while :; do sleep 0.05; done'
            priority = 1
            stdout_logfile = NONE
            stderr_logfile = /dev/stderr
            stderr_logfile_maxbytes = 0
            """;

    private Process container;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(
                tree.run("/bin/sh", "-c", "unshare -mpf mount -t tmpfs tmpfs /mnt").status() == 0,
                "there are no namespaces to be had here");
        Path conf = Files.createDirectory(folder.resolve("conf"));
        Files.writeString(conf.resolve("supervisord.conf"), configuration() + WEB);
        Path script = Files.writeString(folder.resolve("container"), CONTAINER);
        container =
                new ProcessBuilder(
                                "unshare",
                                "-mpf",
                                "--kill-child",
                                "/bin/sh",
                                script.toString(),
                                Files.createDirectory(folder.resolve("root")).toString(),
                                Tree.file(""),
                                conf.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start();
        tree.await("the programs", () -> count("entered RUNNING state") == 2);
    }

    /** The one of the manual. */
    private static String configuration() throws IOException {
        return Files.readString(Path.of("../docs/containers.md"))
                .split("```ini\n", 2)[1]
                .split("```", 2)[0];
    }

    @AfterEach
    void end() throws InterruptedException {
        if (container != null) {
            container.destroyForcibly(); // and with it all of its namespace
            container.waitFor();
        }
    }

    @Test
    void tellsEverythingOnStandardOutputAndStopsInOrderWhenItIsToldTo() throws Exception {
        assertEquals(1, count("supervisord started with pid 1"), tree.output());
        assertEquals(1, count("web is up"), tree.output());
        tree.await("the orphan to be reaped", () -> count("reaped unknown pid") == 1);
        assertTrue(daemon().destroy());
        assertTrue(container.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, container.exitValue(), tree.output());
        List<String> last =
                tree.output().lines().filter(line -> line.matches("(web|db) was told")).toList();
        assertEquals(List.of("web was told", "db was told"), last, tree.output());
    }

    @Test
    void endsWithAStatusOfItsOwnWhenTheEssentialProgramIsFatal() throws Exception {
        tree.await(
                "the trouble",
                () ->
                        inside("/opt/supervisord/bin/supervisorctl", "start", "trouble").status()
                                == 0);
        assertTrue(container.waitFor(60, TimeUnit.SECONDS), tree.output());
        assertEquals(3, container.exitValue(), tree.output());
        assertEquals(1, count("web is FATAL and has exit_on_fatal=true, shutting down"));
        assertEquals(1, count("db was told"), tree.output());
    }

    /** As {@code docker exec} does it. */
    private Tree.Outcome inside(String program, String... words)
            throws IOException, InterruptedException {
        String java = System.getenv("JAVA_HOME");
        return tree.run(
                "nsenter",
                "-t",
                Long.toString(daemon().pid()),
                "-m",
                "-p",
                "--root",
                "--wd",
                "env",
                java == null ? "A=" : "JAVA_HOME=" + java,
                program,
                "-c",
                "/conf/supervisord.conf",
                words[0],
                words[1]);
    }

    private ProcessHandle daemon() {
        return container.children().findFirst().orElseThrow();
    }

    private long count(String words) throws IOException {
        return tree.output().lines().filter(line -> line.contains(words)).count();
    }
}
