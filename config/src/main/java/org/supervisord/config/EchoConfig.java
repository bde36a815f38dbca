package org.supervisord.config;

import java.io.IOException;
import java.io.InputStream;
import org.supervisord.common.StandardOutput;

/** The program {@code echo_supervisord_conf}: prints a configuration to begin with. */
public final class EchoConfig {
    private EchoConfig() {}

    /** Prints it. */
    public static void main(String[] arguments) throws IOException {
        try (InputStream sample = EchoConfig.class.getResourceAsStream("sample.conf")) {
            sample.transferTo(System.out);
        }
        int status = StandardOutput.flushed(System.out, System.err, 0);
        if (status != 0) {
            System.exit(status);
        }
    }
}
