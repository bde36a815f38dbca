package org.supervisord.daemon.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownCallsTest {
    private static final String START =
            "<?xml version='1.0'?>\n<methodCall><methodName>supervisor.startProcess</methodName>"
                    + "<params><param><value><string>%s</string></value></param>"
                    + "<param><value><boolean>1</boolean></value></param></params></methodCall>\n";

    private final KnownCalls known = new KnownCalls();

    @Test
    void knowsWhatIsTheSame() throws MalformedCallException {
        keep(START.formatted("web"));
        assertEquals(Optional.of(start("web")), read(START.formatted("web")));
    }

    @Test
    void knowsWhatDiffersInItsStrings() throws MalformedCallException {
        keep(START.formatted("web"));
        assertEquals(Optional.of(start("group:*")), read(START.formatted("group:*")));
        assertEquals(Optional.of(start("")), read(START.formatted("")));
        assertEquals(Optional.of(start(" a ' \" ] ~ ")), read(START.formatted(" a ' \" ] ~ ")));
    }

    @Test
    void knowsCallsWithoutStrings() throws MalformedCallException {
        String call = "<methodCall><methodName>supervisor.getState</methodName></methodCall>";
        keep(call);
        assertEquals(Optional.of(new RpcCall("supervisor.getState", List.of())), read(call));
        assertTrue(read(call + "\n").isEmpty());
        assertTrue(read(call.substring(1)).isEmpty());
    }

    @Test
    void whatElseDiffersIsToBeParsed() throws MalformedCallException {
        keep(START.formatted("web"));
        assertTrue(read(START.replace(">1<", ">0<").formatted("web")).isEmpty());
        assertTrue(read(START.replace("startP", "stopP").formatted("web")).isEmpty());
        assertTrue(read(START.formatted("web") + " ").isEmpty());
        assertTrue(read(START.formatted("web").trim()).isEmpty());
        assertTrue(read(START.formatted("web").substring(0, 150)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a&amp;b", "<!-- a -->", "a]]>b", "ż", "a\r\nb", "a\0", "</string>"})
    void textsThatDoNotStandForThemselvesAreToBeParsed(String text) throws MalformedCallException {
        keep(START.formatted("web"));
        assertTrue(read(START.formatted(text)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- <string>web</string> --><m>",
                "<?x <string>web</string> ?><m>",
                "<?xml version='1.0' encoding='JIS_X0201'?><m>",
                "<m x='&#38;'>",
                "<m x='ż'>",
                "<m>\t",
            })
    void keepsNoneThatIsNotPlain(String start) {
        String document = start + "<string>web</string></m>";
        known.add(document.getBytes(UTF_8), new RpcCall("a.b", List.of("web")));
        assertTrue(known.read(document.getBytes(UTF_8)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<value>web</value>",
                "<string>we</string>",
                "<string>web</string><string>web</string>",
                "<string>webs</string>",
            })
    void keepsNoneWhoseStringsAreElsewhere(String document) {
        known.add(document.getBytes(UTF_8), new RpcCall("a.b", List.of("web")));
        assertTrue(read(document).isEmpty());
    }

    @Test
    void keepsNoneWithOtherParameters() throws MalformedCallException {
        String call =
                "<methodCall><methodName>a.b</methodName><params><param><value><int>1</int></value>"
                        + "</param></params></methodCall>";
        keep(call);
        assertTrue(read(call).isEmpty());
    }

    @Test
    void keepsNoLongOnes() throws MalformedCallException {
        int longest = KnownCalls.LONGEST - START.formatted("").length();
        keep(START.formatted("x".repeat(longest + 1)));
        assertTrue(read(START.formatted("x")).isEmpty());
        keep(START.formatted("x".repeat(longest)));
        assertTrue(read(START.formatted("x")).isPresent());
        assertTrue(read(START.formatted("x".repeat(longest + 1))).isEmpty());
    }

    @Test
    void callsThatAreParsedEachTimeDriveOutNone() throws MalformedCallException {
        keep(START.formatted("web"));
        for (int i = 0; i < KnownCalls.MOST; i++) {
            keep(START.replace("1<", "0<").formatted("line " + i + "\n"));
        }
        assertTrue(read(START.formatted("web")).isPresent());
    }

    @Test
    void thoseThatHaveNotComeForLongestGo() throws MalformedCallException {
        String call = "<methodCall><methodName>a.b%d</methodName></methodCall>";
        keep(call.formatted(0));
        keep(call.formatted(1));
        assertTrue(read(call.formatted(0)).isPresent());
        for (int i = 2; i <= KnownCalls.MOST; i++) {
            keep(call.formatted(i));
        }
        assertTrue(read(call.formatted(0)).isPresent());
        assertTrue(read(call.formatted(1)).isEmpty());
        assertTrue(read(call.formatted(2)).isPresent());
    }

    /** Whatever comes after whatever has come: a reader that knows nothing says the same of it. */
    @Property(tries = 2000)
    void isReadAsByAParser(@ForAll("documents") String first, @ForAll("documents") String second) {
        CallReader reader = new CallReader();
        outcome(reader, first);
        assertEquals(outcome(new CallReader(), second), outcome(reader, second));
        assertEquals(outcome(new CallReader(), first), outcome(reader, first));
    }

    @Provide
    static Arbitrary<String> documents() {
        Arbitrary<String> declaration =
                Arbitraries.of(
                        "",
                        "<?xml version='1.0'?>",
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
                        "<?xml version='1.0' encoding='ISO-8859-1'?>",
                        "<?xml version='1.1'?>");
        Arbitrary<String> text =
                Arbitraries.strings()
                        .withChars("ab <>&;]!-\r\n\tżé\u0085~")
                        .ofMaxLength(4)
                        .edgeCases(edges -> edges.add("]]>", "&amp;", "<!---->", "<b/>"));
        Arbitrary<String> value =
                Combinators.combine(
                                Arbitraries.of(
                                        "<string>%s</string>",
                                        "<string>%s</string>",
                                        "<string>%s</string>",
                                        "%s",
                                        "<boolean>1</boolean>%s",
                                        "<string>%s</string ><!-- <string>a</string> -->"),
                                text)
                        .as(String::formatted);
        return Combinators.combine(declaration, value.list().ofMaxSize(3))
                .as(
                        (start, values) -> {
                            StringBuilder document = new StringBuilder(start);
                            document.append("<methodCall><methodName>a.b</methodName><params>");
                            for (String each : values) {
                                document.append("<param><value>" + each + "</value></param>\n");
                            }
                            return document.append("</params></methodCall>").toString();
                        });
    }

    private static String outcome(CallReader reader, String document) {
        try {
            return reader.read(document.getBytes(UTF_8)).toString();
        } catch (MalformedCallException e) {
            return e.getMessage();
        }
    }

    private void keep(String document) throws MalformedCallException {
        byte[] bytes = document.getBytes(UTF_8);
        known.add(bytes, new CallReader().read(bytes));
    }

    private Optional<RpcCall> read(String document) {
        return known.read(document.getBytes(UTF_8));
    }

    private static RpcCall start(String name) {
        return new RpcCall("supervisor.startProcess", List.of(name, true));
    }
}
