package org.supervisord.ctl.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisord.common.Fault;

class AnswerReaderTest {
    private final AnswerReader reader = new AnswerReader();

    private static final String XML = "<?xml version='1.0'?>";

    @ParameterizedTest
    @CsvSource({
        "<int>42</int>, 42",
        "<i4>-7</i4>, -7",
        "<i8> 12 </i8>, 12",
        "<i8>9999999999</i8>, 2147483647",
        "<i8>-9999999999</i8>, -2147483648"
    })
    void wholeNumbersOfAnySizeBecomeIntegers(String value, int number) throws Exception {
        assertEquals(number, read(value));
    }

    @Test
    void truthIsOneAndNothingElse() throws Exception {
        assertEquals(true, read("<boolean>1</boolean>"));
        assertEquals(false, read("<boolean>0</boolean>"));
        assertEquals(false, read("<boolean>true</boolean>"));
    }

    @Test
    void textsKeepTheirBlanksAndLines() throws Exception {
        assertEquals("  a\n b ", read("<string>  a\n b </string>"));
        assertEquals("", read("<string></string>"));
        assertEquals("", read("<string/>"));
        assertEquals("a<b>&\"c\r", read("<string>a&lt;b&gt;&amp;&quot;c&#13;</string>"));
        assertEquals("<grün>", read("<string><![CDATA[<grün>]]></string>"));
    }

    @Test
    void aValueWithoutATypeIsAText() throws Exception {
        assertEquals(" plain ", read(" plain "));
        assertEquals("", read(""));
    }

    @Test
    void theOtherScalarsAreRead() throws Exception {
        assertEquals(-1.5, read("<double> -1.5 </double>"));
        assertEquals(
                "20260102T03:04:05",
                read("<dateTime.iso8601>20260102T03:04:05</dateTime.iso8601>"));
        assertEquals("", read("<nil/>"));
        assertArrayEquals(new byte[] {0, 1, -1}, (byte[]) read("<base64>\nAAH/\n</base64>"));
    }

    @Test
    void listsHoldTheirValuesInOrder() throws Exception {
        assertEquals(
                List.of(1, "two", List.of(), true),
                read(
                        "<array><data> <value><int>1</int></value>\n<value>two</value>"
                                + "<value><array><data></data></array></value>"
                                + "<value><boolean>1</boolean></value></data></array>"));
    }

    @Test
    void membersAreFoundByTheirNames() throws Exception {
        assertEquals(
                Map.of("name", "web", "list", List.of("a"), "inner", Map.of("name", 3)),
                read(
                        "<struct>"
                                + member("name", "<string>web</string>")
                                + member("list", "<array><data><value>a</value></data></array>")
                                + member(
                                        "inner",
                                        "<struct>" + member("name", "<int>3</int>") + "</struct>")
                                + "</struct>"));
    }

    @Test
    void blanksBetweenElementsBelongToNoValue() throws Exception {
        assertEquals(
                Map.of("a", "b"),
                read(
                        "\n <struct>\n <member>\n <name>a</name>\n <value>\n<string>b</string>\n"
                                + "</value>\n </member>\n </struct>\n"));
    }

    @Test
    void theDeclaredEncodingCounts() throws Exception {
        String document =
                "<?xml version='1.0' encoding='ISO-8859-1'?>"
                        + answer("<string>grün</string>").substring(XML.length());
        assertEquals("grün", reader.read(document.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void aFaultCarriesItsCodeAndText() {
        ServerFault fault =
                assertThrows(
                        ServerFault.class,
                        () -> readDocument(fault("<int>10</int>", "<string>BAD_NAME: x</string>")));
        assertEquals(10, fault.code());
        assertEquals("BAD_NAME: x", fault.getMessage());
        assertTrue(fault.is(Fault.BAD_NAME));
        assertEquals(Fault.BAD_NAME, fault.fault().orElseThrow());
    }

    @Test
    void aFaultOfAnotherInterfaceIsStillAFault() {
        ServerFault fault =
                assertThrows(
                        ServerFault.class,
                        () -> readDocument(fault("<int>4711</int>", "<string>odd</string>")));
        assertEquals(4711, fault.code());
        assertTrue(fault.fault().isEmpty());
    }

    @Test
    void aFaultWithoutACodeIsUnreadable() {
        assertUnreadable(fault("<string>ten</string>", "<string>?</string>"));
        assertUnreadable(XML + "<methodResponse><fault><value>oh</value></fault></methodResponse>");
    }

    @Test
    void anAnswerWithoutAValueIsRefused() {
        IOException e =
                assertThrows(
                        IOException.class,
                        () -> readDocument(XML + "<methodResponse><params/></methodResponse>"));
        assertEquals("the server's answer holds no value", e.getMessage());
    }

    @Test
    void anAnswerThatIsCutOffAnywhereIsRefused() {
        String whole =
                answer(
                        "<struct>"
                                + member("name", "<string>a&amp;b</string>")
                                + member("list", "<array><data><value>1</value></data></array>")
                                + "</struct>");
        byte[] bytes = whole.strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThrows(
                    IOException.class,
                    () -> reader.read(part),
                    () -> "the first " + part.length + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<int>ten</int>",
                "<int></int>",
                "<i8>99999999999999999999</i8>",
                "<double>much</double>",
                "<array><data><value><ex:thing>1</ex:thing></value></data></array>",
                "<struct><member><name>pid</name><value><real>1</real></value></member></struct>",
                "<thing>1</thing>",
                "<string>&#0;</string>",
                "<string>&unknown;</string>",
                "<string>known and &unknown;</string>",
                "</value></param></params></methodResponse><more/>"
            })
    void valuesThatAreNoneAreRefused(String value) {
        assertUnreadable(answer(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "404 not found", "<html><body>hello</body></html>", "{}"})
    void whatIsNoAnswerAtAllIsRefused(String document) {
        assertThrows(IOException.class, () -> readDocument(document));
    }

    @Test
    void noFileIsReadOnBehalfOfAServer(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "hidden");
        assertUnreadable(
                XML
                        + "<!DOCTYPE a [<!ENTITY x SYSTEM '"
                        + secret.toUri()
                        + "'>]>"
                        + answer("<string>&x;</string>").substring(XML.length()));
    }

    @Test
    void entitiesCannotMultiply() {
        assertUnreadable(
                XML
                        + "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]>"
                        + answer("<string>&b;</string>").substring(XML.length()));
    }

    @Test
    void aDeepNestIsRefusedRatherThanFollowed() throws Exception {
        assertEquals("x", innermost(read(nest(25))));
        assertUnreadable(answer(nest(100_000)));
    }

    @Test
    void aLongLogMayBeFullOfMarkup() throws Exception {
        int many = 300_000;
        assertEquals("<&".repeat(many), read("<string>" + "&lt;&amp;".repeat(many) + "</string>"));
    }

    @Test
    void goesOnAfterWhatItCantRead() throws Exception {
        assertEquals(1, read("<int>1</int>"));
        assertUnreadable("<methodResponse>");
        assertUnreadable("<!DOCTYPE a>" + answer("<int>1</int>"));
        assertUnreadable(answer("<unheard>of</unheard>"));
        assertEquals(2, read("<int>2</int>"));
    }

    private Object read(String value) throws Exception {
        return readDocument(answer(value));
    }

    private Object readDocument(String document) throws IOException, ServerFault {
        return reader.read(document.getBytes(StandardCharsets.UTF_8));
    }

    private void assertUnreadable(String document) {
        IOException e = assertThrows(IOException.class, () -> readDocument(document));
        assertTrue(e.getMessage().startsWith("the server's answer "), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        assertFalse(e.getMessage().contains("com.ctc"), e.getMessage());
    }

    private static String answer(String value) {
        return XML
                + "\n<methodResponse>\n<params>\n<param>\n<value>"
                + value
                + "</value>\n</param>\n</params>\n</methodResponse>\n";
    }

    private static String fault(String code, String text) {
        return XML
                + "<methodResponse><fault><value><struct>"
                + member("faultCode", code)
                + member("faultString", text)
                + "</struct></value></fault></methodResponse>";
    }

    private static String member(String name, String value) {
        return "<member><name>" + name + "</name><value>" + value + "</value></member>";
    }

    private static String nest(int levels) {
        return "<array><data><value>".repeat(levels)
                + "x"
                + "</value></data></array>".repeat(levels);
    }

    private static Object innermost(Object value) {
        return value instanceof List<?> list ? innermost(list.get(0)) : value;
    }
}
