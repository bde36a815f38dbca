package org.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisord.config.HomeFolders;

class LocalAccountsTest {
    @TempDir private Path folder;

    @Test
    void homesOfOthersAreThoseOfTheFile() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("passwd"),
                        "root:x:0:0:root:/root:/bin/bash\n\nbroken:x\nweb::33:33::/srv/web:\n");
        HomeFolders homes = new HomeFolders(Map.of("HOME", "/me"), new LocalAccounts(file));
        assertEquals("/srv/web/x.sock", homes.expand("~web/x.sock"));
        assertEquals("/root", homes.expand("~root"));
        assertEquals("~broken/x", homes.expand("~broken/x"));
        assertEquals("~nobody/x", homes.expand("~nobody/x"));
        assertEquals("/me/x", homes.expand("~/x"));
    }

    @Test
    void withoutTheFileNobodyIsKnown() {
        HomeFolders homes = new HomeFolders(Map.of(), new LocalAccounts(folder.resolve("nothing")));
        assertEquals("~root/x", homes.expand("~root/x"));
    }
}
