package org.supervisord.config;

import java.io.IOException;
import java.io.InputStream;

/** The program {@code echo_supervisord_conf}: prints a configuration to begin with. */
public final class EchoConfig {
    private EchoConfig() {}

    /** Prints it. */
    public static void main(String[] arguments) throws IOException {
        try (InputStream sample = EchoConfig.class.getResourceAsStream("sample.conf")) {
            sample.transferTo(System.out);
        }
        System.out.flush();
    }
}
