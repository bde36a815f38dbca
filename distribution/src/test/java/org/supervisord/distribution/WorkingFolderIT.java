package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.Test;

/** A daemon that has moved to the folder that {@code directory} names. */
class WorkingFolderIT extends TreeBench {
    private static final String SUPERVISORD = Tree.program("supervisord");

    @Test
    void relativeLogsAreThereAndCanBeFollowed() throws Exception {
        Path moved = Files.createDirectory(folder.resolve("moved"));
        Path conf =
                tree.configureBackground(
                        "directory = " + moved + "\n",
                        """
                        [program:many]
                        command = sh -c 'for i in 1 2 3; do echo line $i; \
                            until [ -e many.log.$i ]; do sleep 0.05; done; done; exec sleep 1000'
                        stdout_logfile = many.log
                        stdout_logfile_maxbytes = 5
                        stdout_logfile_backups = 1000
                        [program:one]
                        command = sh -c 'echo here; exec sleep 1000'
                        stdout_logfile = one.log
                        """);
        assertEquals(new Tree.Outcome(0, ""), tree.run(SUPERVISORD, "-c", conf.toString()));
        try {
            tree.await("the backups", () -> Files.exists(moved.resolve("many.log.3")));
            assertEquals("line 1\n", Files.readString(moved.resolve("many.log.3")));
            Process client = tree.inTheBackground("tail", "-f", "one");
            tree.await("what is followed", () -> tree.text("client").contains("here\n"));
            client.destroy();
        } finally {
            tree.shutDown();
        }
    }

    @Test
    void afterARestartAllThatIsRelativeIsThere() throws Exception {
        Path moved = Files.createDirectory(folder.resolve("moved"));
        Path conf = tree.configureBackground("directory = " + moved + "\n", "");
        String own = Files.readString(conf).replace("%(here)s", folder.toString());
        String programs =
                """
                [program:here]
                command = sh -c 'echo "$1"; exec sleep 1000' x %(here)s
                stdout_logfile = here.log
                [include]
                files = *.more
                """;
        Files.writeString(conf, own + programs);
        Files.writeString(moved.resolve("supervisord.conf"), own + programs);
        Files.writeString(folder.resolve("a.more"), "[program:a]\ncommand = sleep 1000\n");
        Files.writeString(moved.resolve("b.more"), "[program:b]\ncommand = sleep 1000\n");
        assertEquals(
                new Tree.Outcome(0, ""),
                tree.run(
                        "sh",
                        "-c",
                        "cd '" + folder + "' && exec '" + SUPERVISORD + "' -c supervisord.conf"));
        try {
            tree.await("the program of the first folder", () -> runs("a"));
            tree.await("its folder", () -> said(moved).equals(folder + "\n"));
            String pid = Files.readString(folder.resolve("supervisord.pid")).strip();
            tree.run("kill", "-HUP", pid);
            tree.await("the program of the second folder", () -> runs("b"));
            tree.await("its folder", () -> said(moved).equals(folder + "\n" + moved + "\n"));
            tree.upgrade();
            assertEquals("", tree.ctl("update").output());
        } finally {
            tree.shutDown();
        }
    }

    @Test
    void afterAnUpgradeRelativeLogsAreWhatTheyWere() throws Exception {
        Path moved = Files.createDirectory(folder.resolve("moved"));
        Path fifo = moved.resolve("fifo");
        assertEquals(0, tree.run("mkfifo", fifo.toString()).status());
        Path conf =
                tree.configureBackground(
                        "directory = " + moved + "\n",
                        """
                        [program:one]
                        command = sh -c 'echo here; exec sleep 1000'
                        stdout_logfile = fifo
                        stdout_logfile_maxbytes = 0
                        [program:two]
                        command = sleep 1000
                        stdout_logfile = two.log
                        """);
        assertEquals(new Tree.Outcome(0, ""), tree.run(SUPERVISORD, "-c", conf.toString()));
        try (RandomAccessFile reader = new RandomAccessFile(fifo.toFile(), "rw")) {
            tree.await("both", () -> runs("one") && runs("two"));
            assertEquals("here", reader.readLine());
            tree.upgrade();
            String pid = Files.readString(folder.resolve("supervisord.pid")).strip();
            tree.run("kill", "-USR2", pid);
            tree.await("the signal", () -> tree.log().contains("supervisord logreopen"));
            assertEquals(pid + "\n", tree.ctl("pid").output());
            assertTrue(
                    Files.readAttributes(fifo, BasicFileAttributes.class).isOther(),
                    "it is still a FIFO");
        } finally {
            tree.shutDown();
        }
    }

    private static String said(Path folder) throws IOException {
        return Files.readString(folder.resolve("here.log"));
    }

    private boolean runs(String program) throws Exception {
        return tree.status(program).contains("RUNNING");
    }
}
