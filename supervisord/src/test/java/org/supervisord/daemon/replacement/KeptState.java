package org.supervisord.daemon.replacement;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.supervisord.config.Overrides;
import org.supervisord.config.ServerConfigReader;
import org.supervisord.daemon.posix.PosixAccounts;
import org.supervisord.daemon.upgrade.State;

/** What a release has left once, kept as a document. */
public final class KeptState {
    private KeptState() {}

    /** A takeover of it, with what it can't go on with left out. */
    public static Takeover takeover() throws Exception {
        String document;
        try (InputStream in = State.class.getResourceAsStream("state-1.json")) {
            document = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String here = document.replace("/srv/app", System.getProperty("user.dir"));
        ServerConfigReader reader =
                new ServerConfigReader(Overrides.none(), Map.of(), "box", new PosixAccounts());
        // carefully, as descriptors of this JVM are not to be closed
        return Takeover.of(here.getBytes(StandardCharsets.UTF_8), reader).carefully();
    }
}
