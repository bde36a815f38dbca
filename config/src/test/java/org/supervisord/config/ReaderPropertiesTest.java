package org.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class ReaderPropertiesTest {
    private static Path file;

    @BeforeContainer
    static void open() throws IOException {
        file = Files.createTempFile("generated", ".conf");
    }

    @AfterContainer
    static void close() throws IOException {
        Files.delete(file);
    }

    /**
     * A check finds an error where reading is refused, or in the client's section or those of
     * servers, which may be found wanting only when they are opened; not elsewhere.
     */
    private static void read() {
        ServerConfigReader reader =
                new ServerConfigReader(Overrides.none(), Map.of(), "box", new FakeAccounts());
        boolean refused = false;
        try {
            reader.read(file.toString());
        } catch (ConfigException e) {
            // a refusal with words is what bad input is to get
            assertEquals(false, e.getMessage().isBlank());
            refused = true;
        }
        try {
            Inspection inspection = reader.inspect(file.toString());
            Predicate<String> looksFurther =
                    refused
                            ? section -> section.equals("supervisorctl")
                            : section -> section.matches("supervisorctl|(inet|unix)_http_server.*");
            boolean found =
                    inspection.findings().stream()
                            .filter(Finding::isError)
                            .anyMatch(it -> !looksFurther.test(it.place().section()));
            assertEquals(refused, found);
            inspection.sections().forEach(inspection::explain);
        } catch (ConfigException e) {
            throw new AssertionError("a check ends with the first error", e);
        }
    }

    @Property(tries = 500)
    void anyBytesAreReadOrRefusedWithWords(@ForAll byte[] bytes) throws IOException {
        Files.write(file, bytes);
        read();
    }

    @Property(tries = 1000)
    void anyLinesOfTheDialectAreReadOrRefusedWithWords(@ForAll("dialect") String text)
            throws IOException {
        Files.writeString(file, text);
        read();
    }

    @Provide
    Arbitrary<String> dialect() {
        Arbitrary<String> pieces =
                Arbitraries.of(
                        "[supervisord]",
                        "[program:a]",
                        "[group:a]",
                        "[eventlistener:e]",
                        "[fcgi-program:f]",
                        "[include]",
                        "[inet_http_server]",
                        "[DEFAULT]",
                        "command=cat",
                        "numprocs=3",
                        "process_name=%(process_num)03d",
                        "environment=A=\"1,2\",B='x'",
                        "programs=a,b",
                        "events=TICK",
                        "socket=tcp://localhost:1",
                        "files=*.nothing",
                        "port=1",
                        "exitcodes=",
                        "%(",
                        "%",
                        "=",
                        ":",
                        ";",
                        " ; ",
                        "#",
                        "\\",
                        "\"",
                        "'",
                        " ",
                        "\t",
                        "\n",
                        "\n",
                        "\n",
                        "\r\n",
                        "\r",
                        "\uFEFF",
                        "é",
                        "\0");
        return pieces.list().ofMaxSize(40).map(list -> String.join("", list));
    }

    @Property(tries = 1000)
    void anyGeneratedConfigurationIsReadOrRefusedWithWords(@ForAll("configurations") String text)
            throws IOException {
        Files.writeString(file, text);
        read();
    }

    @Provide
    Arbitrary<String> configurations() {
        return ConfigurationGrammar.configurations();
    }

    @Property(tries = 500)
    void aQuotedEnvironmentValueComesBackWhole(@ForAll("values") String value)
            throws ConfigException {
        String quoted = '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        assertEquals(
                Map.of("A", "1", "KEY", value, "B", "2"),
                KeyValuePairs.parse("A=1,KEY=" + quoted + ",B=2"));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().withChars(" ,;=\"'\\#%abc\tü\n").ofMaxLength(30);
    }

    @Property(tries = 300)
    void byteSizesAreNumbersTimesUnits(@ForAll int number) throws ConfigException {
        assertEquals(number, Values.byteSize(number + ""));
        assertEquals((long) number << 10, Values.byteSize(number + "KB"));
        assertEquals((long) number << 20, Values.byteSize(number + "mb"));
        assertEquals((long) number << 30, Values.byteSize(number + "Gb"));
    }
}
