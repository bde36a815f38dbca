package org.supervisord.daemon.rpc;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.sax.WstxSAXParser;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import org.xml.sax.ContentHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.SAXNotSupportedException;
import org.xml.sax.SAXParseException;
import org.xml.sax.ext.DefaultHandler2;

/**
 * Reads XML that anybody may have sent, with Woodstox: it takes no document types, and with that no
 * entities of anybody's making, no deep nesting, and opens neither files nor connections. To be
 * used by one thread at a time.
 */
final class XmlDocumentReader {
    /** More than any XML-RPC message needs; Woodstox's own bound is 1,000. */
    private static final int ATTRIBUTES = 100;

    private static final DefaultHandler2 REFUSING =
            new DefaultHandler2() {
                @Override
                public void startDTD(String name, String publicId, String systemId)
                        throws SAXException {
                    throw new SAXException("document types are not taken");
                }

                /** Asked before startDTD: the default would go and read what is named. */
                @Override
                public InputSource resolveEntity(
                        String name, String publicId, String baseUri, String systemId)
                        throws SAXException {
                    throw new SAXException("nothing outside of the document is read");
                }

                @Override
                public void error(SAXParseException e) throws SAXException {
                    throw e;
                }
            };

    private final WstxInputFactory factory = new WstxInputFactory();

    /**
     * A reader.
     *
     * @param deepest the most levels of elements
     */
    XmlDocumentReader(int deepest) {
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, deepest);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, ATTRIBUTES);
    }

    /**
     * A parser for one document only: with the second one it would read the inside of a document
     * type before it tells of it.
     */
    private WstxSAXParser parser() {
        WstxSAXParser xml = new WstxSAXParser(factory, false);
        xml.setErrorHandler(REFUSING);
        xml.setEntityResolver(REFUSING);
        try {
            xml.setProperty("http://xml.org/sax/properties/lexical-handler", REFUSING);
        } catch (SAXNotRecognizedException | SAXNotSupportedException e) {
            throw new IllegalStateException("the XML parser lacks a safeguard", e);
        }
        return xml;
    }

    /**
     * Reads a document.
     *
     * @param handler told of its elements, by their local and their qualified names
     * @throws SAXException when it is no such document, or the handler says so
     */
    void read(byte[] document, ContentHandler handler) throws SAXException {
        WstxSAXParser xml = parser();
        xml.setContentHandler(handler);
        xml.parse(new InputSource(new ByteArrayInputStream(document)));
    }
}
