package org.supervisord.daemon.rpc;

import java.util.TimeZone;
import java.util.regex.Pattern;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.parser.BooleanParser;
import org.apache.xmlrpc.parser.ByteArrayParser;
import org.apache.xmlrpc.parser.DateParser;
import org.apache.xmlrpc.parser.DoubleParser;
import org.apache.xmlrpc.parser.I4Parser;
import org.apache.xmlrpc.parser.MapParser;
import org.apache.xmlrpc.parser.ObjectArrayParser;
import org.apache.xmlrpc.parser.StringParser;
import org.apache.xmlrpc.parser.TypeParser;
import org.apache.xmlrpc.serializer.TypeSerializer;
import org.apache.xmlrpc.util.XmlRpcDateTimeDateFormat;
import org.xml.sax.SAXException;

/**
 * The types of XML-RPC, and no others. Apache XML-RPC has a factory of its own, which knows its
 * extensions too and makes all its serializers ready: classes too old for start-up caches.
 */
final class CallTypes implements TypeFactory {

    @Override
    public TypeSerializer getSerializer(XmlRpcStreamConfig config, Object value)
            throws SAXException {
        throw new SAXException("calls are only read");
    }

    /**
     * What reads a value.
     *
     * @return null when there is no such type
     */
    @Override
    public TypeParser getParser(
            XmlRpcStreamConfig config,
            NamespaceContextImpl context,
            String namespace,
            String element) {
        if (!namespace.isEmpty()) {
            return null;
        }
        return switch (element) {
            case "string" -> new StringParser();
            case "int", "i4" -> new I4Parser();
            case "boolean" -> new BooleanParser();
            case "double" -> new DecimalParser();
            case "base64" -> new ByteArrayParser();
            case "dateTime.iso8601" -> new Iso8601Parser(config.getTimeZone());
            case "array" -> new ObjectArrayParser(config, context, this);
            case "struct" -> new MapParser(config, context, this);
            default -> null;
        };
    }

    /** Nothing that only Java takes for a number, such as 1f. */
    private static final class DecimalParser extends DoubleParser {
        private static final Pattern DECIMAL = Pattern.compile("[0-9eE.+-]+");

        @Override
        protected void setResult(String text) throws SAXException {
            if (!DECIMAL.matcher(text.strip()).matches()) {
                throw new SAXException("no number");
            }
            super.setResult(text);
        }
    }

    private static final class Iso8601Parser extends DateParser {
        Iso8601Parser(TimeZone zone) {
            super(new Iso8601(zone));
        }

        @Override
        protected void setResult(String text) throws SAXException {
            if (text.isBlank()) {
                throw new SAXException("no date");
            }
            super.setResult(text);
        }
    }

    private static final class Iso8601 extends XmlRpcDateTimeDateFormat {
        private static final long serialVersionUID = 1;

        private final TimeZone zone;

        Iso8601(TimeZone zone) {
            this.zone = zone;
        }

        @Override
        protected TimeZone getTimeZone() {
            return zone;
        }
    }
}
