package org.supervisord.ctl.action;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.supervisord.common.NameSpec;
import org.supervisord.common.ProcessName;
import org.supervisord.ctl.client.SupervisorClient.ProcessInfo;

/** Which processes somebody means. */
final class Selection {
    private static final Pattern NOTHING = Pattern.compile("(?!)");

    private Selection() {}

    /** The full name of a process. */
    static String nameOf(ProcessInfo info) {
        return new ProcessName(info.group(), info.name()).toString();
    }

    /** Whether a text stands for names other than itself; {@code group:*} does not. */
    static boolean isGlob(String text) {
        String sure = text.endsWith(":*") ? text.substring(0, text.length() - 2) : text;
        return sure.indexOf('*') >= 0 || sure.indexOf('?') >= 0 || sure.indexOf('[') >= 0;
    }

    /**
     * The processes that a name or a glob stands for. A glob without a colon is one for the full
     * names and for the processes' own names; what is itself the name of a process is no glob.
     */
    static List<ProcessInfo> of(String text, List<ProcessInfo> all) {
        NameSpec spec = NameSpec.parse(text);
        List<ProcessInfo> named =
                all.stream()
                        .filter(info -> info.group().equals(spec.group()))
                        .filter(info -> spec.process().map(info.name()::equals).orElse(true))
                        .toList();
        if (!named.isEmpty() || !isGlob(text)) {
            return named;
        }
        Pattern glob = glob(text);
        boolean onlyFull = text.indexOf(':') >= 0;
        return all.stream()
                .filter(
                        info ->
                                glob.matcher(nameOf(info)).matches()
                                        || (onlyFull
                                                ? glob.matcher(info.group() + ":" + info.name())
                                                        .matches()
                                                : glob.matcher(info.name()).matches()))
                .toList();
    }

    /**
     * A pattern for a glob: {@code *}, {@code ?}, {@code [abc]}, {@code [!abc]}. What is none
     * stands for itself.
     */
    static Pattern glob(String text) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean not = text.startsWith("[!", i);
            int end = c == '[' ? text.indexOf(']', i + (not ? 3 : 2)) : -1;
            if (c == '*') {
                pattern.append(".*");
            } else if (c == '?') {
                pattern.append('.');
            } else if (end > 0) {
                String choice = text.substring(i + (not ? 2 : 1), end);
                pattern.append(not ? "[^" : "[");
                pattern.append(choice.replaceAll("[\\[\\]\\\\^&]", "\\\\$0")).append(']');
                i = end;
            } else {
                pattern.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Pattern.compile(pattern.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            // a range from its end to its beginning, in which nothing is
            return NOTHING;
        }
    }
}
