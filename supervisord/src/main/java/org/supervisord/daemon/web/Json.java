package org.supervisord.daemon.web;

/** Writes the little JSON that the page's scripts are answered with. */
final class Json {
    private Json() {}

    /** A text in quotes. */
    static String text(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7f && c < 0xa0 || c == '<' || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
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
