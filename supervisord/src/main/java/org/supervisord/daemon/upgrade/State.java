package org.supervisord.daemon.upgrade;

import com.grack.nanojson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisord.config.ConfigText;
import org.supervisord.daemon.event.BusSnapshot;
import org.supervisord.daemon.event.TickSnapshot;
import org.supervisord.daemon.fatal.FatalReason;
import org.supervisord.daemon.http.ServerSnapshot;
import org.supervisord.daemon.log.LogSnapshot;
import org.supervisord.daemon.web.WebSite;

/**
 * All that a program needs to go on where the one before it in this process was. Travels as JSON.
 * Whatever is changed here must let documents be read that were written before: a member that is
 * new is absent there, and {@link #read} has the place for what that does not do.
 *
 * @param version of the document's form
 * @param program the version of the program that wrote it
 * @param takenAtNanos when it was written, by the system's clock that does not jump
 * @param pausedAtNanos when requests ceased to be answered, by the same clock
 * @param folder where the daemon is
 * @param previous how the program that wrote it can be started
 * @param configurations those that groups come from, and the two that follow
 * @param started the one that the daemon was started with
 * @param latest the one that was read last
 * @param groups in the order in which they were added
 * @param logs of programs
 * @param activityLog empty when that is syslog
 * @param standardStreams what waits to be taken from the daemon's own stdout and stderr
 * @param niceness of the process, which the program that goes on has less of until it has begun;
 *     none in documents that are written by a program that did not change it
 * @param descriptors all that were left open for the next program
 */
public record State(
        int version,
        String program,
        long takenAtNanos,
        long pausedAtNanos,
        String folder,
        Command previous,
        List<ConfigText> configurations,
        int started,
        int latest,
        List<GroupState> groups,
        BusSnapshot bus,
        List<TickSnapshot> ticks,
        List<FatalReason> fatalReasons,
        List<LogSnapshot> logs,
        List<LogSnapshot> activityLog,
        List<LogSnapshot> standardStreams,
        Optional<LogSnapshot> syslog,
        List<ServerSnapshot> servers,
        WebSite.Snapshot web,
        OptionalInt niceness,
        List<Integer> descriptors) {

    /** The form of the documents that are written here. */
    public static final int VERSION = 1;

    /**
     * A command line.
     *
     * @param folder where it is given
     */
    public record Command(List<String> words, List<String> environment, String folder) {}

    /** As a document. */
    public String write() {
        return RecordJson.write(this);
    }

    /**
     * Reads a document of this version or of an older one.
     *
     * @throws StateException when it can't be understood
     */
    public static State read(String document) throws StateException {
        JsonObject object = RecordJson.parse("the state", document);
        int version = object.getInt("version", 0);
        if (version < 1 || version > VERSION) {
            throw new StateException(
                    "the state is of version " + version + ", this program knows " + VERSION);
        }
        return RecordJson.read(State.class, object);
    }
}
