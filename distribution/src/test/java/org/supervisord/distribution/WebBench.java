package org.supervisord.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A daemon with a web page, and a browser on it. */
final class WebBench {
    /** Three groups of ten: one that answers, one that is off, one that is slow to stop. */
    static final String THIRTY =
            """
            [program:web]
            command = /bin/sh %(here)s/web.sh
            process_name = web-%(process_num)d
            numprocs = 10
            startsecs = 0
            [program:batch]
            command = /bin/cat
            process_name = batch-%(process_num)d
            numprocs = 10
            autostart = false
            startsecs = 0
            [program:slow]
            command = /bin/sh -c 'trap "" TERM; while true; do sleep 1; done'
            process_name = slow-%(process_num)d
            numprocs = 10
            startsecs = 0
            stopwaitsecs = 3
            """;

    private static final String WEB =
            """
            trap 'echo got HUP' HUP
            trap 'echo got USR1' USR1
            echo ready
            echo trouble >&2
            while true; do
                if read line; then
                    echo "line $line"
                else
                    sleep 0.1
                fi
            done
            """;

    final Path folder;
    final Tree tree;
    final String address;

    /** A daemon of these programs that is up. */
    WebBench(Path folder, String programs) throws IOException, InterruptedException {
        this.folder = folder;
        this.tree = new Tree(folder);
        Files.writeString(folder.resolve("web.sh"), WEB);
        this.address = tree.serve(programs) + "/";
        tree.await("the daemon", () -> ctl("version").status() == 0);
    }

    Tree.Outcome ctl(String... action) throws IOException, InterruptedException {
        return tree.ctl(action);
    }

    /** The state of a process, as the client tells it. */
    String state(String name) {
        try {
            return tree.status(name).split("\\s+")[1];
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What is in a log of a process. */
    String log(String name, String channel) {
        try (var files = Files.list(folder)) {
            Path file =
                    files.filter(
                                    it ->
                                            it.getFileName()
                                                    .toString()
                                                    .startsWith(name + "-" + channel + "---"))
                            .findFirst()
                            .orElseThrow();
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void close() throws InterruptedException {
        tree.close();
    }
}
