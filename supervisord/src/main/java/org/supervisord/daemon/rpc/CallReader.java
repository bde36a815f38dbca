package org.supervisord.daemon.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.xmlrpc.common.XmlRpcHttpRequestConfigImpl;
import org.apache.xmlrpc.parser.XmlRpcRequestParser;
import org.xml.sax.SAXException;

/** Reads calls. The elements are taken apart by Apache XML-RPC, without its extensions. */
final class CallReader {
    /** More levels of elements than any call needs. */
    static final int DEEPEST = 100;

    private final XmlDocumentReader xml = new XmlDocumentReader(DEEPEST);
    private final XmlRpcHttpRequestConfigImpl config = new XmlRpcHttpRequestConfigImpl();
    private final CallTypes types = new CallTypes();
    private final KnownCalls known = new KnownCalls();

    /** Reads a call. */
    RpcCall read(byte[] document) throws MalformedCallException {
        Optional<RpcCall> like = known.read(document);
        if (like.isPresent()) {
            return like.get();
        }
        RpcCall call = parse(document);
        known.add(document, call);
        return call;
    }

    private RpcCall parse(byte[] document) throws MalformedCallException {
        XmlRpcRequestParser parser = new XmlRpcRequestParser(config, types);
        try {
            xml.read(document, parser);
        } catch (SAXException | RuntimeException e) {
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
}
