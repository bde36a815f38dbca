package org.supervisord.daemon.rpc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.supervisord.common.RpcFault;
import org.supervisord.common.XmlText;

/**
 * Writes answers. Clients see each value in the element of its type ({@code int}, {@code string},
 * ...) and each line where the reference's clients expect it. A document is a list of pieces, so
 * that what is long is never there twice.
 */
final class AnswerWriter {
    private static final String START = "<?xml version='1.0'?>\n<methodResponse>\n";
    private static final String END = "</methodResponse>\n";

    /** How much is written at a time, so that a long answer is never there twice as text. */
    private static final int PIECE = 16 * 1024;

    /** About what the elements around a value, or a name, take. */
    private static final int AROUND = 32;

    /** What most methods that do something answer with. */
    private static final List<byte[]> TRUE = List.copyOf(document(true));

    private final StringBuilder out = new StringBuilder(START);
    private final List<byte[]> written = new ArrayList<>(1);

    private AnswerWriter() {}

    /**
     * The document, not to be changed, for a result: Integer, Boolean, String, LogText, Double,
     * byte[], List or Map.
     */
    static List<byte[]> result(Object value) {
        if (Boolean.TRUE.equals(value)) {
            return TRUE;
        }
        return value instanceof KeptList kept
                ? kept.document(AnswerWriter::document)
                : document(value);
    }

    /** The document for a result. */
    static List<byte[]> document(Object value) {
        AnswerWriter writer = new AnswerWriter();
        writer.out.append("<params>\n<param>\n");
        writer.value(value);
        writer.out.append("</param>\n</params>\n").append(END);
        return writer.pieces();
    }

    /** A fault. */
    static List<byte[]> fault(RpcFault fault) {
        AnswerWriter writer = new AnswerWriter();
        writer.out.append("<fault>\n");
        writer.value(asValue(fault));
        writer.out.append("</fault>\n").append(END);
        return writer.pieces();
    }

    /** A fault as a value among results. */
    static Map<String, Object> asValue(RpcFault fault) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("faultCode", fault.code());
        value.put("faultString", fault.text());
        return value;
    }

    /**
     * About how many bytes a value takes in an answer; of its texts exactly.
     *
     * @throws IllegalArgumentException when it can't be sent
     */
    static long size(Object value) {
        long size = AROUND;
        if (value instanceof String text) {
            size += XmlText.size(text);
        } else if (value instanceof LogText text) {
            size += text.size();
        } else if (value instanceof byte[] bytes) {
            size += bytes.length / 3 * 4L;
        } else if (value instanceof List<?> list) {
            for (Object item : list) {
                size += size(item);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> member : map.entrySet()) {
                size += AROUND + XmlText.size(name(member.getKey())) + size(member.getValue());
            }
        } else if (!(value instanceof Integer
                || value instanceof Boolean
                || value instanceof Double)) {
            throw new IllegalArgumentException("no XML-RPC value: " + value);
        }
        return size;
    }

    private List<byte[]> pieces() {
        endPiece();
        return written;
    }

    private void text(String text) {
        int end;
        for (int start = 0; start < text.length(); start = end) {
            end = Math.min(text.length(), start + PIECE);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
            boolean whole = start == 0 && end == text.length();
            XmlText.append(out, whole ? text : text.substring(start, end));
            if (out.length() >= PIECE) {
                endPiece();
            }
        }
    }

    private void endPiece() {
        written.add(out.toString().getBytes(StandardCharsets.UTF_8));
        out.setLength(0);
    }

    private void value(Object value) {
        out.append("<value>");
        if (value instanceof String text) {
            out.append("<string>");
            text(text);
            out.append("</string>");
        } else if (value instanceof LogText text) {
            out.append("<string>");
            endPiece();
            written.add(text.encoded());
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
        text(name(name));
        out.append("</name>\n");
        value(value);
        out.append("</member>\n");
    }

    private static String name(Object name) {
        if (name instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("no name for a member of a struct: " + name);
    }
}
