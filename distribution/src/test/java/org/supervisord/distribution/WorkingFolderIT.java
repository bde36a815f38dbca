package org.supervisord.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
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
}
