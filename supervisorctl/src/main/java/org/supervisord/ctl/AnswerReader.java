package org.supervisord.ctl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads answers of a server into plain values: Integer, Boolean, String, Double, byte[], List and
 * Map. Nothing else can come of them, whatever the server sends. To be used by one thread at a
 * time.
 */
final class AnswerReader {
    private static final int DEEPEST = 200;

    /** Made with the first answer, as that takes a while. */
    private Optional<SAXParser> parser = Optional.empty();

    /** The value of an answer. */
    Object read(byte[] document) throws IOException, ServerFault {
        Values values = new Values();
        try {
            parser().parse(new ByteArrayInputStream(document), values);
        } catch (SAXException | ParserConfigurationException | RuntimeException e) {
            throw new IOException("the server's answer can't be read: " + e.getMessage());
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

    private SAXParser parser() throws SAXException, ParserConfigurationException {
        if (parser.isEmpty()) {
            // the JDK's own without a search; its factory would make one more for each feature
            SAXParser made = SAXParserFactory.newDefaultInstance().newSAXParser();
            made.getXMLReader()
                    .setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            // without a DTD there are no entities; Java 24 and later count escaped signs as such
            made.setProperty("jdk.xml.totalEntitySizeLimit", "0");
            made.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
            parser = Optional.of(made);
        }
        return parser.get();
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
    private static final class Values extends DefaultHandler {
        private final Deque<Level> levels = new ArrayDeque<>();
        private final StringBuilder text = new StringBuilder();
        private boolean fault;
        private Object result;
        private int depth;

        @Override
        public void startElement(String uri, String local, String name, Attributes attributes)
                throws SAXException {
            if (++depth > DEEPEST) {
                throw new SAXException("nested too deeply");
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

        @Override
        public void characters(char[] chars, int start, int length) {
            text.append(chars, start, length);
        }

        @Override
        public void endElement(String uri, String local, String name) throws SAXException {
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

        private void endValue(String content) throws SAXException {
            Level ended = levels.pop();
            Object value = ended.typed ? ended.value : content;
            if (value == null) {
                throw new SAXException("a value of an unknown type");
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
