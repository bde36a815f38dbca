package org.supervisord.daemon.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.supervisord.daemon.Mutations;
import org.supervisord.daemon.RecordedLog;
import org.supervisord.daemon.loop.ManualScheduler;
import org.w3c.dom.Document;

/**
 * Calls that are almost right. How long it runs is for {@code jqwik.tries.default} to say; what it
 * finds becomes a test of what it was found in.
 */
class RpcFuzzTest {
    private static final String START = "<?xml version='1.0'?><methodCall><methodName>";
    private static final Mutations MUTATIONS =
            new Mutations(
                    List.of(
                            START + "echo.all</methodName></methodCall>",
                            START
                                    + "echo.all</methodName><params><param><value><string>a&amp;b"
                                    + "</string></value></param><param><value><int>4</int></value>"
                                    + "</param></params></methodCall>",
                            START
                                    + "system.multicall</methodName><params><param><value><array>"
                                    + "<data><value><struct><member><name>methodName</name>"
                                    + "<value>echo.all</value></member><member><name>params</name>"
                                    + "<value><array><data><value><boolean>1</boolean></value>"
                                    + "</data></array></value></member></struct></value></data>"
                                    + "</array></value></param></params></methodCall>",
                            START
                                    + "echo.all</methodName><params><param><value><base64>eHg="
                                    + "</base64></value></param><param><value><double>1.5</double>"
                                    + "</value></param><param><value><dateTime.iso8601>"
                                    + "20260101T00:00:00</dateTime.iso8601></value></param>"
                                    + "</params></methodCall>"),
                    List.of(
                            "<value>",
                            "</value>",
                            "<array><data>",
                            "</data></array>",
                            "<struct><member><name>x</name>",
                            "</member></struct>",
                            "<nil/>",
                            "<i8>1</i8>",
                            "<int>99999999999</int>",
                            "<double>NaN</double>",
                            "<!DOCTYPE a [<!ENTITY b 'c'>]>",
                            "&b;",
                            "&#0;",
                            "&#xD800;",
                            "&#x10FFFF;",
                            "<![CDATA[",
                            "]]>",
                            "<?a b?>",
                            "<!-- ",
                            "-->",
                            " xmlns='urn:x'",
                            "<?xml version='1.1' encoding='UTF-16'?>",
                            "system.listMethods",
                            "\0",
                            "\u00ff\u00fe",
                            "é"));

    private final MethodTable table = new MethodTable();
    private final RpcEndpoint endpoint = new RpcEndpoint(table, new RecordedLog().log());

    RpcFuzzTest() {
        SystemMethods.addTo(table, new ManualScheduler());
        MethodTable.Entry echo = table.method("echo.all", "array values", "Gives what it gets.");
        for (int i = 0; i < 9; i++) {
            echo.mayTake("string x" + i + " anything");
        }
        echo.does(
                arguments -> {
                    StringBuilder texts = new StringBuilder();
                    for (int i = 0; i < arguments.count(); i++) {
                        texts.append(arguments.value(i));
                        texts.append(arguments.bool(i, true));
                    }
                    return texts.toString();
                });
    }

    @Provide
    Arbitrary<byte[]> calls() {
        return MUTATIONS.messages();
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().all().ofMaxLength(60);
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void everyCallIsAnsweredOrRefused(@ForAll("calls") byte[] call) throws Exception {
        CompletableFuture<List<byte[]>> answer = endpoint.call(call);
        assertTrue(answer.isDone());
        try {
            assertEquals(
                    "methodResponse",
                    parse(RpcBench.joined(answer.join())).getDocumentElement().getTagName());
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof MalformedCallException)) {
                fail(new String(call, StandardCharsets.ISO_8859_1), e);
            }
        }
    }

    /** Whatever a log holds. */
    @Property
    void everyTextCanBeReadByAClient(@ForAll("texts") String text) throws Exception {
        Document answer = parse(RpcBench.joined(AnswerWriter.result(text)));
        String read = answer.getElementsByTagName("string").item(0).getTextContent();
        StringBuilder expected = new StringBuilder();
        text.codePoints().map(c -> isAllowed(c) ? c : '\ufffd').forEach(expected::appendCodePoint);
        assertEquals(expected.toString(), read);
    }

    /** Source: XML 1.0 §2.2. */
    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0x20 && c <= 0xd7ff
                || c >= 0xe000 && c <= 0xfffd
                || c >= 0x10000;
    }

    private static Document parse(byte[] document) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(document));
    }
}
