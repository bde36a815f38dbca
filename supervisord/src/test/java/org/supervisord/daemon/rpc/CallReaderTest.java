package org.supervisord.daemon.rpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallReaderTest {
    private static final String CALL =
            "<?xml version='1.0'?>\n<methodCall>\n<methodName>supervisor.startProcess</methodName>\n"
                    + "<params>\n<param>\n<value><string>web</string></value>\n</param>\n"
                    + "<param>\n<value><boolean>1</boolean></value>\n</param>\n</params>\n"
                    + "</methodCall>\n";

    private final CallReader reader = new CallReader();

    @Test
    void readsACall() throws MalformedCallException {
        assertEquals(
                new RpcCall("supervisor.startProcess", List.of("web", true)),
                reader.read(CALL.getBytes(UTF_8)));
    }

    @Test
    void parametersMayBeMissing() throws MalformedCallException {
        RpcCall none = new RpcCall("a.b", List.of());
        String call = "<methodCall><methodName>a.b</methodName>%s</methodCall>";
        assertEquals(none, read(call.formatted("")));
        assertEquals(none, read(call.formatted("<params/>")));
        assertEquals(none, read(call.formatted("<params>\n</params>")));
    }

    @Test
    void readsEveryType() throws MalformedCallException {
        assertEquals(-5, value("<int>-5</int>"));
        assertEquals(Integer.MAX_VALUE, value("<i4>2147483647</i4>"));
        assertEquals(false, value("<boolean>0</boolean>"));
        assertEquals(1.5, value("<double>1.5</double>"));
        assertEquals(-1.5e3, value("<double> -1.5E+3 </double>"));
        assertEquals("", value("<string/>"));
        assertEquals(" a\n", value("<string> a\n</string>"));
        assertEquals("no type", value("no type"));
        assertEquals("", value(""));
        Date date = (Date) value("<dateTime.iso8601>20260102T03:04:05</dateTime.iso8601>");
        assertEquals("20260102T030405", new SimpleDateFormat("yyyyMMdd'T'HHmmss").format(date));
        assertArrayEquals("żółw".getBytes(UTF_8), (byte[]) value("<base64>xbzDs8WCdw==</base64>"));
        assertArrayEquals(
                new Object[] {1, "x"},
                (Object[])
                        value(
                                "<array><data><value><int>1</int></value>"
                                        + "<value>x</value></data></array>"));
        assertEquals(
                Map.of("a", 1, "b", "x"),
                value(
                        "<struct><member><name>a</name><value><int>1</int></value></member>"
                                + "<member><name>b</name><value>x</value></member></struct>"));
    }

    @Test
    void readsTextAsItWasMeant() throws MalformedCallException {
        assertEquals("a<b>&\"'", value("<string>a&lt;b&gt;&amp;&quot;&apos;</string>"));
        assertEquals("żó🐢", value("<string>ż&#xF3;&#128034;</string>"));
        assertEquals("<x> & y", value("<string><![CDATA[<x> & y]]></string>"));
        assertEquals("ab", value("<string>a<!-- not this -->b</string>"));
    }

    @Test
    void readsTheEncodingThatTheDocumentNames() throws MalformedCallException {
        String call =
                "<?xml version='1.0' encoding='%s'?><methodCall><methodName>a.b</methodName>"
                        + "<params><param><value>é</value></param></params></methodCall>";
        RpcCall expected = new RpcCall("a.b", List.of("é"));
        assertEquals(expected, reader.read(call.formatted("ISO-8859-1").getBytes(ISO_8859_1)));
        assertEquals(expected, reader.read(call.formatted("UTF-16").getBytes(UTF_16)));
    }

    @Test
    void readsLongTextsWithManyReferences() throws MalformedCallException {
        assertEquals("<".repeat(300_000), value("<string>" + "&lt;".repeat(300_000) + "</string>"));
    }

    @Test
    void refusesEveryCallThatIsCutShort() {
        int whole = CALL.lastIndexOf('>') + 1;
        for (int length = 0; length < whole; length++) {
            assertMalformed("unmarshallable", CALL.substring(0, length));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE methodCall>",
                "<!DOCTYPE methodCall SYSTEM 'http://127.0.0.1:1/x.dtd'>",
                "<!DOCTYPE methodCall [<!ENTITY a 'x'>]>",
                "<!DOCTYPE methodCall [<!ENTITY % a SYSTEM 'file:///etc/hostname'> %a;]>",
                "<!DOCTYPE m [<!ATTLIST methodCall x CDATA 'y'>]>",
            })
    void refusesDocumentTypes(String type) {
        assertMalformed(
                "unmarshallable", type + "<methodCall><methodName>a</methodName></methodCall>");
    }

    @Test
    void refusesEntityBombs() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE m [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a%d '&a%d;&a%d;'>".formatted(i, i - 1, i - 1));
        }
        bomb.append("]><methodCall><methodName>&a29;</methodName></methodCall>");
        assertMalformed("unmarshallable", bomb.toString());
    }

    /** What the parser does with the first document is not what it does with those after it. */
    @Test
    void looksIntoNoDocumentTypeHoweverManyItHasRead() throws MalformedCallException {
        String costly =
                "<!DOCTYPE m [<!ENTITY %% a '%s'>%s]><methodCall/>"
                        .formatted(" ".repeat(2_000_000), "%a;".repeat(90_000));
        readsACall();
        for (int i = 0; i < 3; i++) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(30), () -> assertMalformed("unmarshallable", costly));
        }
        readsACall();
    }

    @Test
    void readsNoFiles(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "supervisor.shutdown");
        assertMalformed(
                "unmarshallable",
                "<!DOCTYPE m [<!ENTITY x SYSTEM '"
                        + secret.toUri()
                        + "'>]><methodCall><methodName>&x;</methodName></methodCall>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE m SYSTEM '%s'>",
                "<!DOCTYPE m PUBLIC 'm' '%s'>",
                "<!DOCTYPE m [<!ENTITY x SYSTEM '%s'>]>",
                "<!DOCTYPE m [<!ENTITY %% p SYSTEM '%s'> %%p;]>",
            })
    void callsNobody(String type) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            listener.configureBlocking(false);
            String address = "http://127.0.0.1:%d/x".formatted(listener.socket().getLocalPort());
            String document =
                    "<?xml version='1.0'?>"
                            + type.formatted(address)
                            + call("<string>&x;</string>");
            // what is called answers nothing: a reader that waits for it is cut off
            assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> {
                        // a reader that has refused one before is not the same as a new one
                        assertMalformed("unmarshallable", document);
                        assertMalformed("unmarshallable", document);
                        assertMalformed("unmarshallable", document);
                    });
            assertNull(listener.accept());
        }
    }

    @Test
    void refusesEntitiesThatNobodyDeclared() {
        assertMalformed("unmarshallable", call("<string>&nbsp;</string>"));
    }

    @Test
    void refusesWhatIsNestedTooDeeply() throws MalformedCallException {
        value(nested(20));
        assertMalformed("unmarshallable", call(nested(CallReader.DEEPEST / 3)));
        assertMalformed("unmarshallable", call(nested(200_000)));
        assertMalformed("unmarshallable", "<a>".repeat(500_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "no XML",
                "{\"method\": \"supervisor.getState\"}",
                "<methodResponse><params/></methodResponse>",
                "<html/>",
                "<params><methodName>a.b</methodName></params>",
                "<methodCall/><methodCall/>",
                "<methodCall><methodName>a.b</methodName></methodCall>trailing",
                "<methodCall><methodName>a.b</methodname></methodCall>",
                "<methodCall><methodName>a.b</methodName><other/></methodCall>",
                "<methodCall xmlns='urn:other'><methodName>a.b</methodName></methodCall>",
                "<methodCall><methodName>a\u0000b</methodName></methodCall>",
                "<methodCall><methodName>a&#0;b</methodName></methodCall>",
            })
    void refusesWhatIsNoCall(String document) {
        assertMalformed("unmarshallable", document);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<int>ten</int>",
                "<int></int>",
                "<int>2147483648</int>",
                "<int>1.5</int>",
                "<double>much</double>",
                "<double>1f</double>",
                "<double>1d</double>",
                "<double>0x1p3</double>",
                "<double>NaN</double>",
                "<boolean>maybe</boolean>",
                "<boolean>2</boolean>",
                "<int><string>1</string></int>",
                "<array><value><int>1</int></value></array>",
                "<struct><name>a</name></struct>",
                "<struct><member><value>x</value></member></struct>",
                "<unheard>of</unheard>",
                "<dateTime.iso8601>yesterday</dateTime.iso8601>",
                "<dateTime.iso8601/>",
                "<nil/>",
            })
    void refusesValuesThatAreNotOfTheirType(String value) {
        assertMalformed("unmarshallable", call(value));
    }

    /** The library knows more than XML-RPC does, down to Java objects, once it is told to. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "serializable>rO0ABXQAAWE=</ex:serializable",
                "serializable/",
                "nil/",
                "i8>1</ex:i8",
                "bigdecimal>1</ex:bigdecimal",
                "dom><a/></ex:dom",
            })
    void refusesTypesOfTheLibrarysOwn(String type) {
        String prefix = "<ex:%s>".formatted(type);
        assertMalformed(
                "unmarshallable",
                call(
                        prefix.replaceFirst(
                                "(<ex:\\w+)",
                                "$1 xmlns:ex=\"http://ws.apache.org/xmlrpc/namespaces/extensions\"")));
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        // in ISO 8859-1 this is an e with an accent
        assertMalformed("unmarshallable", call("\u00e9").getBytes(ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<methodCall><methodName/></methodCall>",
                "<methodCall><methodName></methodName></methodCall>",
            })
    void aCallNeedsAName(String document) {
        assertMalformed("no method name", document);
    }

    @Test
    void goesOnAfterARefusal() throws MalformedCallException {
        assertMalformed("unmarshallable", CALL.substring(0, 100));
        assertMalformed("unmarshallable", call(nested(1000)));
        assertEquals("supervisor.startProcess", read(CALL).method());
        assertEquals(5, value("<int>5</int>"));
    }

    private RpcCall read(String document) throws MalformedCallException {
        return reader.read(document.getBytes(UTF_8));
    }

    private Object value(String value) throws MalformedCallException {
        List<Object> parameters = read(call(value)).parameters();
        assertEquals(1, parameters.size());
        return parameters.get(0);
    }

    private static String call(String value) {
        return "<methodCall><methodName>a.b</methodName><params><param><value>"
                + value
                + "</value></param></params></methodCall>";
    }

    private static String nested(int levels) {
        return "<array><data><value>".repeat(levels) + "</value></data></array>".repeat(levels);
    }

    private void assertMalformed(String why, String document) {
        assertMalformed(why, document.getBytes(UTF_8));
    }

    private void assertMalformed(String why, byte[] document) {
        MalformedCallException refusal =
                assertThrows(
                        MalformedCallException.class,
                        () -> reader.read(document),
                        () -> new String(document, 0, Math.min(200, document.length), UTF_8));
        assertEquals(why, refusal.getMessage());
    }
}
