package org.supervisord.daemon.rpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.apache.xmlrpc.common.TypeFactoryImpl;
import org.apache.xmlrpc.common.XmlRpcHttpRequestConfigImpl;
import org.apache.xmlrpc.parser.XmlRpcRequestParser;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Reads calls. The elements are taken apart by Apache XML-RPC, without its extensions; the XML
 * parser below it takes no document types, no entities of anybody's making, and no deep nesting.
 */
final class CallReader {
    /** More levels of elements than any call needs. */
    static final int DEEPEST = 100;

    private static final ErrorHandler THROWING =
            new DefaultHandler() {
                @Override
                public void error(SAXParseException e) throws SAXException {
                    throw e;
                }
            };

    private final XMLReader xml;

    CallReader() {
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setValidating(false);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            xml = factory.newSAXParser().getXMLReader();
            xml.setErrorHandler(THROWING);
            // without a DTD there are no entities; Java 24 and later count escaped signs as such
            xml.setProperty("jdk.xml.totalEntitySizeLimit", "0");
            xml.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("the JDK's XML parser lacks a safeguard", e);
        }
    }

    /** Reads a call. */
    RpcCall read(byte[] document) throws MalformedCallException {
        XmlRpcRequestParser parser =
                new XmlRpcRequestParser(
                        new XmlRpcHttpRequestConfigImpl(), new TypeFactoryImpl(null));
        try {
            xml.setContentHandler(new DepthLimit(parser));
            xml.parse(new InputSource(new ByteArrayInputStream(document)));
        } catch (SAXException | IOException | RuntimeException e) {
            throw new MalformedCallException("unmarshallable");
        }
        String method = parser.getMethodName();
        if (method == null || method.isEmpty()) {
            throw new MalformedCallException("no method name");
        }
        List<Object> parameters = new ArrayList<>();
        if (parser.getParams() != null) {
            for (Object parameter : parser.getParams()) {
                parameters.add(parameter);
            }
        }
        return new RpcCall(method, parameters);
    }

    /** Refuses documents whose nesting would cost more stack than there is. */
    private static final class DepthLimit extends XMLFilterImpl {
        private int depth;

        DepthLimit(ContentHandler next) {
            setContentHandler(next);
        }

        @Override
        public void startElement(String uri, String name, String qualified, Attributes attributes)
                throws SAXException {
            if (++depth > DEEPEST) {
                throw new SAXException("nested too deeply");
            }
            super.startElement(uri, name, qualified, attributes);
        }

        @Override
        public void endElement(String uri, String name, String qualified) throws SAXException {
            depth--;
            super.endElement(uri, name, qualified);
        }
    }
}
