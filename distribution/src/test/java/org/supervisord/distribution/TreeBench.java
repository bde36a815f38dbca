package org.supervisord.distribution;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder of the test's own, and the tree: a daemon that is started from it ends with the test.
 */
abstract class TreeBench {
    @TempDir Path folder;
    @AutoClose Tree tree;

    @BeforeEach
    void makeTree() {
        tree = new Tree(folder);
    }
}
