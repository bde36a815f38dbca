import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.supervisord.common.listener.EventListener;
import org.supervisord.common.listener.ReceivedEvent;

/**
 * An event listener in Java. It notes every program that ended unexpectedly in a file:
 *
 * <pre>
 * [eventlistener:exits]
 * command=java -cp /opt/supervisord/lib/supervisor-common.jar
 *     /opt/supervisord/examples/UnexpectedExits.java /var/log/exits
 * events=PROCESS_STATE_EXITED
 * </pre>
 */
public final class UnexpectedExits {
    private UnexpectedExits() {}

    /** Takes the file that it writes to. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        EventListener.onStandardStreams().run(event -> note(event, file));
    }

    /** Whether the event was dealt with; if not, it comes again. */
    private static boolean note(ReceivedEvent event, Path file) {
        Map<String, String> fields = event.fields();
        if (fields.get("expected").equals("1")) {
            return true;
        }
        String line =
                String.format(
                        "%s:%s (pid %s) ended unexpectedly%n",
                        fields.get("groupname"), fields.get("processname"), fields.get("pid"));
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return true;
        } catch (IOException e) {
            System.err.println("can't write " + file + ": " + e);
            return false;
        }
    }
}
