package org.supervisord.daemon.web;

import org.supervisord.common.JsonText;

/** Writes the little JSON that the page's scripts are answered with. */
final class Json {
    private Json() {}

    /** A text in quotes. */
    static String text(String text) {
        return JsonText.quote(text);
    }

    /** What came of a command. */
    static String of(Outcome outcome) {
        StringBuilder out = new StringBuilder("{\"ok\":").append(outcome.ok());
        out.append(",\"message\":").append(text(outcome.message())).append(",\"parts\":[");
        String comma = "";
        for (Outcome.Part part : outcome.parts()) {
            out.append(comma).append("{\"name\":").append(text(part.name()));
            out.append(",\"ok\":").append(part.ok());
            out.append(",\"message\":").append(text(part.message())).append('}');
            comma = ",";
        }
        return out.append("]}").toString();
    }
}
