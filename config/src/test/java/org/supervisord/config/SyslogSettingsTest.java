package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.config.SyslogSettings.Address;
import org.supervisord.config.SyslogSettings.Form;

class SyslogSettingsTest {
    @Test
    void aSyslogListensOnASocketOrAPort() throws ConfigException {
        assertEquals(new Address.Local(Path.of("/run/log")), SyslogSettings.address("/run/log"));
        assertEquals(
                new Address.Remote("logs.example.org", 514, false),
                SyslogSettings.address("udp://logs.example.org"));
        assertEquals(
                new Address.Remote("127.0.0.1", 6514, true),
                SyslogSettings.address("tcp://127.0.0.1:6514"));
        assertEquals(
                new Address.Remote("::1", 514, false), SyslogSettings.address("udp://[::1]:514"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "dev/log", "http://x", "udp://", "udp:x", "tcp://h:port", "udp://h/x"})
    void whatIsNoAddressIsRefused(String text) {
        ConfigException e = assertThrows(ConfigException.class, () -> SyslogSettings.address(text));
        assertTrue(e.getMessage().contains("'" + text + "'"), e.getMessage());
    }

    @Test
    void thereAreTwoForms() throws ConfigException {
        assertEquals(Form.BSD, SyslogSettings.form("bsd"));
        assertEquals(Form.RFC5424, SyslogSettings.form("RFC5424"));
        assertThrows(ConfigException.class, () -> SyslogSettings.form("json"));
    }
}
