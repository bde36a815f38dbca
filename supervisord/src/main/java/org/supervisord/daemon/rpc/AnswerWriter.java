package org.supervisord.daemon.rpc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.supervisord.common.RpcFault;
import org.supervisord.common.XmlText;

/**
 * Writes answers. Clients see each value in the element of its type ({@code int}, {@code string},
 * ...) and each line where the reference's clients expect it.
 */
final class AnswerWriter {
    private static final String START = "<?xml version='1.0'?>\n<methodResponse>\n";
    private static final String END = "</methodResponse>\n";

    private final StringBuilder out = new StringBuilder(START);

    private AnswerWriter() {}

    /** A result: Integer, Boolean, String, Double, byte[], List or Map. */
    static byte[] result(Object value) {
        AnswerWriter writer = new AnswerWriter();
        writer.out.append("<params>\n<param>\n");
        writer.value(value);
        writer.out.append("</param>\n</params>\n").append(END);
        return writer.bytes();
    }

    /** A fault. */
    static byte[] fault(RpcFault fault) {
        AnswerWriter writer = new AnswerWriter();
        writer.out.append("<fault>\n");
        writer.value(asValue(fault));
        writer.out.append("</fault>\n").append(END);
        return writer.bytes();
    }

    /** A fault as a value among results. */
    static Map<String, Object> asValue(RpcFault fault) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("faultCode", fault.code());
        value.put("faultString", fault.text());
        return value;
    }

    /**
     * Finds out whether a value can be sent.
     *
     * @throws IllegalArgumentException when it can't
     */
    static void check(Object value) {
        new AnswerWriter().value(value);
    }

    private byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(Object value) {
        out.append("<value>");
        if (value instanceof String text) {
            out.append("<string>");
            XmlText.append(out, text);
            out.append("</string>");
        } else if (value instanceof Integer number) {
            out.append("<int>").append(number.intValue()).append("</int>");
        } else if (value instanceof Boolean bool) {
            out.append("<boolean>").append(bool ? '1' : '0').append("</boolean>");
        } else if (value instanceof Double number) {
            out.append("<double>").append(number.doubleValue()).append("</double>");
        } else if (value instanceof byte[] bytes) {
            out.append("<base64>\n")
                    .append(Base64.getMimeEncoder().encodeToString(bytes))
                    .append("\n</base64>");
        } else if (value instanceof List<?> list) {
            out.append("<array><data>\n");
            list.forEach(this::value);
            out.append("</data></array>");
        } else if (value instanceof Map<?, ?> map) {
            out.append("<struct>\n");
            map.forEach(this::member);
            out.append("</struct>");
        } else {
            throw new IllegalArgumentException("no XML-RPC value: " + value);
        }
        out.append("</value>\n");
    }

    private void member(Object name, Object value) {
        out.append("<member>\n<name>");
        if (!(name instanceof String text)) {
            throw new IllegalArgumentException("no name for a member of a struct: " + name);
        }
        XmlText.append(out, text);
        out.append("</name>\n");
        value(value);
        out.append("</member>\n");
    }
}
