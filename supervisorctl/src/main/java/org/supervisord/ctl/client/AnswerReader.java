package org.supervisord.ctl.client;

import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * Reads answers of a server into plain values: Integer, Boolean, String, Double, byte[], List and
 * Map. Nothing else can come of them, whatever the server sends. Woodstox is in the way sooner than
 * the JDK's parser, which counts for a single command. To be used by one thread at a time.
 */
final class AnswerReader {
    private static final int DEEPEST = 200;

    private final WstxInputFactory factory = new WstxInputFactory();

    /** A reader. */
    AnswerReader() {
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        // else what is wrong within a text is told as an error of the parser's own
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
    }

    /** The value of an answer. */
    Object read(byte[] document) throws IOException, ServerFault {
        Values values = new Values();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(document));
            while (xml.hasNext()) {
                values.take(xml, xml.next());
            }
            xml.close();
        } catch (XMLStreamException | RuntimeException e) {
            // behind its first line it says where, which means nothing to who has not seen the
            // answer
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IOException("the server's answer can't be read: " + why);
        }
        if (values.fault
                && values.result instanceof Map<?, ?> it
                && it.get("faultCode") instanceof Integer code) {
            throw new ServerFault(code, String.valueOf(it.get("faultString")));
        }
        if (values.result == null || values.fault) {
            throw new IOException("the server's answer holds no value");
        }
        return values.result;
    }

    /** A value that is being read, with what it holds so far. */
    private static final class Level {
        private final List<Object> items = new ArrayList<>();
        private final Map<String, Object> members = new LinkedHashMap<>();
        private String name;
        private Object value;
        private boolean typed;
    }

    /** Told of one document, puts its values together. */
    private static final class Values {
        private final Deque<Level> levels = new ArrayDeque<>();
        private final StringBuilder text = new StringBuilder();
        private boolean fault;
        private Object result;
        private int depth;

        void take(XMLStreamReader xml, int event) throws XMLStreamException {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> start(xml.getLocalName());
                case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        text.append(
                                xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XMLStreamException("it declares a type of document");
                default -> {
                    // comments and the like
                }
            }
        }

        private void start(String name) throws XMLStreamException {
            if (++depth > DEEPEST) {
                throw new XMLStreamException("nested too deeply");
            }
            switch (name) {
                case "fault" -> fault = true;
                case "value" -> levels.push(new Level());
                default -> {
                    if (!levels.isEmpty()) {
                        levels.peek().typed = true;
                    }
                }
            }
            text.setLength(0);
        }

        private void end(String name) throws XMLStreamException {
            depth--;
            String content = text.toString();
            text.setLength(0);
            if (levels.isEmpty()) {
                return;
            }
            Level level = levels.peek();
            switch (name) {
                case "int", "i4", "i8" -> level.value = number(content.strip());
                case "boolean" -> level.value = content.strip().equals("1");
                case "string" -> level.value = content;
                case "double" -> level.value = Double.valueOf(content.strip());
                case "base64" -> level.value = Base64.getMimeDecoder().decode(content.strip());
                case "dateTime.iso8601" -> level.value = content;
                case "nil" -> level.value = "";
                case "array" -> level.value = level.items;
                case "struct" -> level.value = level.members;
                case "name" -> level.name = content;
                case "value" -> endValue(content);
                default -> {
                    // the frame around values
                }
            }
        }

        private static Integer number(String digits) {
            long number = Long.parseLong(digits);
            return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
        }

        private void endValue(String content) throws XMLStreamException {
            Level ended = levels.pop();
            Object value = ended.typed ? ended.value : content;
            if (value == null) {
                throw new XMLStreamException("a value of an unknown type");
            }
            if (levels.isEmpty()) {
                result = value;
            } else if (levels.peek().name != null) {
                levels.peek().members.put(levels.peek().name, value);
                levels.peek().name = null;
            } else {
                levels.peek().items.add(value);
            }
        }
    }
}
