package org.supervisord.ctl.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.supervisord.common.XmlText;

/** Writes calls. Parameters are texts, bytes, whole numbers and truth values. */
final class CallWriter {
    private CallWriter() {}

    static byte[] write(String method, Object... parameters) {
        StringBuilder out = new StringBuilder("<?xml version='1.0'?>\n<methodCall>\n<methodName>");
        XmlText.append(out, method);
        out.append("</methodName>\n<params>\n");
        for (Object parameter : parameters) {
            out.append("<param>\n<value>");
            if (parameter instanceof Integer number) {
                out.append("<int>").append(number.intValue()).append("</int>");
            } else if (parameter instanceof Boolean bool) {
                out.append("<boolean>").append(bool ? 1 : 0).append("</boolean>");
            } else if (parameter instanceof byte[] bytes) {
                out.append("<base64>");
                out.append(Base64.getEncoder().encodeToString(bytes));
                out.append("</base64>");
            } else {
                out.append("<string>");
                XmlText.append(out, (String) parameter);
                out.append("</string>");
            }
            out.append("</value>\n</param>\n");
        }
        return out.append("</params>\n</methodCall>\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
