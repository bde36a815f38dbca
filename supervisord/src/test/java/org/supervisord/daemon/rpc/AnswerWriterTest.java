package org.supervisord.daemon.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;
import org.supervisord.common.XmlText;

class AnswerWriterTest {
    @Test
    void putsAResultBetweenTheLinesThatClientsExpect() {
        assertEquals(
                "<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n"
                        + "<value><string>web</string></value>\n"
                        + "</param>\n</params>\n</methodResponse>\n",
                new String(result("web"), UTF_8));
    }

    @Test
    void writesAFaultAsAStruct() {
        assertEquals(
                "<?xml version='1.0'?>\n<methodResponse>\n<fault>\n<value><struct>\n"
                        + "<member>\n<name>faultCode</name>\n<value><int>10</int></value>\n</member>\n"
                        + "<member>\n<name>faultString</name>\n"
                        + "<value><string>BAD_NAME: a&amp;b</string></value>\n</member>\n"
                        + "</struct></value>\n</fault>\n</methodResponse>\n",
                new String(fault(new RpcFault(Fault.BAD_NAME, "a&b")), UTF_8));
    }

    @Test
    void writesEachTypeInItsElement() {
        assertEquals("<value><int>-7</int></value>", written(-7));
        assertEquals("<value><boolean>1</boolean></value>", written(true));
        assertEquals("<value><boolean>0</boolean></value>", written(false));
        assertEquals("<value><double>1.5</double></value>", written(1.5));
        assertEquals("<value><string></string></value>", written(""));
        assertEquals(
                "<value><base64>\nAAH/\n</base64></value>", written(new byte[] {0, 1, (byte) 255}));
        assertEquals("<value><array><data>\n</data></array></value>", written(List.of()));
        assertEquals("<value><struct>\n</struct></value>", written(Map.of()));
    }

    @Test
    void writesValuesInsideOfValuesInTheirOrder() {
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put("z<", List.of(1, List.of("x")));
        struct.put("a", Map.of("b", true));
        assertEquals(
                "<value><array><data>\n<value><struct>\n"
                        + "<member>\n<name>z&lt;</name>\n<value><array><data>\n"
                        + "<value><int>1</int></value>\n"
                        + "<value><array><data>\n<value><string>x</string></value>\n"
                        + "</data></array></value>\n</data></array></value>\n</member>\n"
                        + "<member>\n<name>a</name>\n<value><struct>\n<member>\n<name>b</name>\n"
                        + "<value><boolean>1</boolean></value>\n</member>\n</struct></value>\n"
                        + "</member>\n</struct></value>\n</data></array></value>",
                written(List.of(struct)));
    }

    @Test
    void longBytesArriveWhole() throws Exception {
        byte[] bytes = new byte[1000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        assertArrayEquals(bytes, Base64.getMimeDecoder().decode(arrived(bytes)));
    }

    @Test
    void whatXmlCannotCarryIsReplacedAndTheRestArrives() throws Exception {
        StringBuilder sent = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            // single, so that no two surrogates meet
            sent.append(c).append('|');
            boolean allowed = c >= ' ' && !Character.isSurrogate(c) && c < '\ufffe';
            expected.append(allowed || "\t\n\r".indexOf(c) >= 0 ? c : '\ufffd').append('|');
        }
        assertEquals(expected.toString(), arrived(sent.toString()));
    }

    @Test
    void pairsOfSurrogatesStayTogether() throws Exception {
        assertEquals("🐢", arrived("🐢"));
        assertEquals("\ufffd", arrived("\ud83d"), "one at the end is alone");
        assertEquals("\ufffd🐢\ufffd", arrived("\ud83d🐢\udc22"));
        assertEquals("\ufffd\ufffd", arrived("\udc22\ud83d"), "the wrong way round");
    }

    @Test
    void longTextsArriveWhole() throws Exception {
        // whatever the pieces are that it is written in, a pair of surrogates is across their ends
        for (String text : List.of("🐢".repeat(50_000), "x" + "🐢".repeat(50_000))) {
            assertEquals(text, arrived(text));
        }
        List<String> texts = List.of("\r".repeat(20_000), "x".repeat(100_000), "y");
        assertEquals(String.join("", texts), arrived(texts).replace("\n", ""));
    }

    @Test
    void knowsHowMuchTextsTake() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            all.append(c).append('|');
        }
        long empty = result("").length;
        assertEquals(result(all.toString()).length, empty + XmlText.size(all + ""));
        Map<String, Object> value = Map.of("a&b", List.of("<🐢>", 7, 1.5, true, new byte[300]));
        long written = result(value).length;
        long size = AnswerWriter.size(value);
        assertTrue(size > written / 2 && size < written * 2, size + " is not about " + written);
    }

    @Test
    void lineEndsArriveAsTheyWere() throws Exception {
        assertEquals("a\r\nb\rc\nd", arrived("a\r\nb\rc\nd"));
    }

    @Test
    void textThatEndsASectionIsHarmless() throws Exception {
        String text = "]]></string></value><value>&lt;&#0;";
        assertEquals(text, arrived(text));
    }

    @Test
    void bytesThatAreNotUtf8BecomeReplacements() {
        assertEquals("a\ufffdb", XmlText.decode(new byte[] {'a', (byte) 0xff, 'b'}));
        assertEquals("ż", XmlText.decode("ż".getBytes(UTF_8)));
    }

    @Test
    void partsOfLogsAreStringsLikeOthers() throws Exception {
        byte[] log = "a < b\r\n\0żółw".repeat(5000).getBytes(UTF_8);
        String text = XmlText.decode(log);
        List<Object> tail = List.of("before", new LogText(log), 7, new LogText(new byte[0]));
        List<Object> same = List.of("before", text, 7, "");
        assertArrayEquals(result(same), result(tail));
        assertEquals(AnswerWriter.size(same), AnswerWriter.size(tail));
        assertEquals(same, LogText.plain(tail));
        assertEquals(List.of(1, List.of(same)), LogText.plain(List.of(1, List.of(tail))));
    }

    @Test
    void otherValuesAreAnImpossibility() {
        assertThrows(IllegalArgumentException.class, () -> result(1L));
        assertThrows(IllegalArgumentException.class, () -> result(null));
        assertThrows(IllegalArgumentException.class, () -> AnswerWriter.size(List.of(1L)));
        assertThrows(IllegalArgumentException.class, () -> AnswerWriter.size(Map.of(1, "x")));
    }

    private static byte[] result(Object value) {
        return RpcBench.joined(AnswerWriter.result(value));
    }

    private static byte[] fault(RpcFault fault) {
        return RpcBench.joined(AnswerWriter.fault(fault));
    }

    private static String written(Object value) {
        String document = new String(result(value), UTF_8);
        String before = "<param>\n";
        String after = "\n</param>";
        assertFalse(document.contains("fault"));
        return document.substring(
                document.indexOf(before) + before.length(), document.lastIndexOf(after));
    }

    /** The text of the answer's only value, as an XML parser sees it. */
    private static String arrived(Object value) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(result(value)))
                .getElementsByTagName("value")
                .item(0)
                .getTextContent();
    }
}
