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
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads answers of a server into plain values: Integer, Boolean, String, Double, byte[], List and
 * Map. Nothing else can come of them, whatever the server sends.
 */
final class AnswerReader extends DefaultHandler {
    private static final int DEEPEST = 200;

    private final Deque<Level> levels = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private boolean fault;
    private Object result;
    private int depth;

    /** A value that is being read, with what it holds so far. */
    private static final class Level {
        private final List<Object> items = new ArrayList<>();
        private final Map<String, Object> members = new LinkedHashMap<>();
        private String name;
        private Object value;
        private boolean typed;
    }

    private AnswerReader() {}

    /** The value of an answer. */
    static Object read(byte[] document) throws IOException, ServerFault {
        AnswerReader reader = new AnswerReader();
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            SAXParser parser = factory.newSAXParser();
            // without a DTD there are no entities; Java 24 and later count escaped signs as such
            parser.setProperty("jdk.xml.totalEntitySizeLimit", "0");
            parser.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
            parser.parse(new InputSource(new ByteArrayInputStream(document)), reader);
        } catch (SAXException | ParserConfigurationException | RuntimeException e) {
            throw new IOException("the server's answer can't be read: " + e.getMessage());
        }
        if (reader.fault
                && reader.result instanceof Map<?, ?> it
                && it.get("faultCode") instanceof Integer code) {
            throw new ServerFault(code, String.valueOf(it.get("faultString")));
        }
        if (reader.result == null || reader.fault) {
            throw new IOException("the server's answer holds no value");
        }
        return reader.result;
    }

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
