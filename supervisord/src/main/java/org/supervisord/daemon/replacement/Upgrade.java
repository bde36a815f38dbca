package org.supervisord.daemon.replacement;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;
import org.supervisord.daemon.children.PosixKernel;
import org.supervisord.daemon.handover.Keeper;
import org.supervisord.daemon.handover.LeftToSuccessor;
import org.supervisord.daemon.http.HttpServer;
import org.supervisord.daemon.log.ActivityLog;
import org.supervisord.daemon.log.NamedDescriptor;
import org.supervisord.daemon.loop.EventLoop;
import org.supervisord.daemon.loop.Timer;
import org.supervisord.daemon.posix.Children;
import org.supervisord.daemon.posix.Execution;
import org.supervisord.daemon.posix.HeldSignals;
import org.supervisord.daemon.posix.KeptDescriptors;
import org.supervisord.daemon.posix.MemoryFile;
import org.supervisord.daemon.posix.Niceness;
import org.supervisord.daemon.rpc.Upgrading;
import org.supervisord.daemon.supervision.Supervisor;
import org.supervisord.daemon.upgrade.FileStamp;
import org.supervisord.daemon.upgrade.State;
import org.supervisord.daemon.upgrade.StateException;
import org.supervisord.daemon.upgrade.TrialReport;

/**
 * The replacement of this program by the one that is installed now: a trial of the new one, a pause
 * in which requests are answered, and the point of no return. To be used on the loop's thread
 * alone.
 */
public final class Upgrade implements Upgrading {
    /** Requests are waited for so long before they are ended. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A thread that is about to note a signal has done so after this time. */
    private static final Duration STRAGGLERS = Duration.ofSeconds(1);

    /** So many turns of the loop are waited for those who have still something to do in a turn. */
    private static final int MOST_TURNS = 100;

    /** What waits is held so many times, and more, while it is written down and read again. */
    private static final int COPIES = 12;

    private final EventLoop loop;
    private final PosixKernel kernel;
    private final Children system;
    private final Launch launch;
    private final Daemon daemon;
    private final ActivityLog log;

    /** The one who has asked, while one is under way. */
    private Optional<CompletableFuture<Outcome>> asked = Optional.empty();

    /** What the one is to be told whose request comes again. */
    private Optional<CompletableFuture<Outcome>> untold = Optional.empty();

    private Optional<Outcome> last = Optional.empty();
    private Optional<Trial> trial = Optional.empty();
    private Optional<Pause> pause = Optional.empty();

    /** The daemon, as far as its replacement is concerned. */
    public interface Daemon {
        /** What is supervised. */
        Supervisor supervisor();

        /** The servers that clients are connected to. */
        List<HttpServer> servers();

        /** All that another program needs to go on in this process. */
        State snapshot(Keeper keeper, long pausedAtNanos, int niceness, State.Command previous)
                throws IOException;

        /** The version of this program. */
        String version();

        /**
         * How many bytes wait for programs, listeners and others, or came from them and wait for
         * more: what would have to be handed over and may be large.
         */
        long waitingBytes();

        /** The file that the activity log is written to. */
        Optional<Path> activityLog();

        /** The service manager is told that it begins anew. */
        void tellOfTheUpgrade();

        /** The service manager is told that it goes on. */
        void tellOfTheBeginning();
    }

    /** The time in which requests are answered, before the change. */
    private static final class Pause {
        private final TrialReport report;
        private final long since;
        private final int niceness;
        private final Timer patience;
        private boolean over;

        /** Begins one: from now on nobody is served, and so it is to be short. */
        Pause(TrialReport report, long since, Timer patience) {
            this.report = report;
            this.since = since;
            this.niceness = Niceness.current();
            this.patience = patience;
            Niceness.hurryAlone();
        }

        /** Ends it, in this program: what is started from now on does not hurry. */
        void end() {
            patience.cancel();
            Niceness.restoreOwn(niceness);
        }
    }

    /**
     * None is under way.
     *
     * @param kernel is told of the child that a trial is
     * @param launch how this program was started
     */
    public Upgrade(
            EventLoop loop,
            PosixKernel kernel,
            Children system,
            Launch launch,
            Daemon daemon,
            ActivityLog log) {
        this.loop = loop;
        this.kernel = kernel;
        this.system = system;
        this.launch = launch;
        this.daemon = daemon;
        this.log = log;
    }

    @Override
    public Optional<Outcome> last() {
        return last;
    }

    @Override
    public CompletableFuture<Outcome> upgrade() throws RpcFault {
        if (untold.isPresent()) {
            CompletableFuture<Outcome> outcome = untold.get();
            untold = Optional.empty();
            return outcome;
        }
        if (asked.isPresent()) {
            throw new RpcFault(Fault.FAILED, "an upgrade is under way");
        }
        if (!daemon.supervisor().hasBegun()) {
            throw failure("what a former daemon has left is still being ended");
        }
        Optional<String> tooMuch = tooMuchThatWaits();
        if (tooMuch.isPresent()) {
            throw failure(tooMuch.get());
        }
        log.info("upgrade: trying " + launch.program());
        try {
            trial =
                    Optional.of(
                            Trial.begin(
                                    launch, trialDocument(), loop, kernel, system, this::tried));
        } catch (IOException e) {
            throw failure("can't try " + launch.program() + ": " + e.getMessage());
        }
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        asked = Optional.of(answer);
        return answer;
    }

    /** Without memory to write it down, the daemon would end. */
    private Optional<String> tooMuchThatWaits() {
        long most = Runtime.getRuntime().maxMemory() / COPIES;
        long waiting = daemon.waitingBytes();
        return waiting <= most
                ? Optional.empty()
                : Optional.of(
                        waiting
                                + " bytes wait for programs and event listeners to read them, or"
                                + " came from them and wait for more, and there is memory to hand"
                                + " over "
                                + most);
    }

    private byte[] trialDocument() throws IOException {
        return document(new KeptDescriptors(), loop.clock().nanos(), Niceness.current());
    }

    private byte[] document(KeptDescriptors keeper, long pausedAtNanos, int niceness)
            throws IOException {
        Execution.Program now = launch.files().again(launch.command(), keeper).next();
        State.Command previous = new State.Command(now.words(), now.environment(), now.folder());
        return daemon.snapshot(keeper, pausedAtNanos, niceness, previous)
                .write()
                .getBytes(StandardCharsets.UTF_8);
    }

    private RpcFault failure(String why) {
        log.error("upgrade: " + why + "; nothing has changed");
        return new RpcFault(Fault.FAILED, why);
    }

    private void tried(Trial.Result result) {
        trial = Optional.empty();
        CompletableFuture<Outcome> answer = asked.orElseThrow();
        if (!daemon.supervisor().mayStart()) {
            asked = Optional.empty();
            answer.completeExceptionally(new RpcFault(Fault.SHUTDOWN_STATE));
            return;
        }
        try {
            if (!result.succeeded()) {
                throw new StateException(result.stderr());
            }
            TrialReport report = TrialReport.find(result.stdout());
            log.info("upgrade: " + report.version() + " can take over");
            pause(answer, report);
        } catch (StateException e) {
            asked = Optional.empty();
            answer.completeExceptionally(
                    failure("the new program could not take over: " + e.getMessage()));
        }
    }

    /** Requests are answered, and no other ones begun, before this program is replaced. */
    private void pause(CompletableFuture<Outcome> answer, TrialReport report) {
        List<HttpServer> servers = daemon.servers();
        Timer patience = loop.after(PATIENCE, () -> servers.forEach(HttpServer::endRequests));
        pause = Optional.of(new Pause(report, loop.clock().nanos(), patience));
        daemon.tellOfTheUpgrade();
        // the other program starts them
        daemon.supervisor().holdStarts();
        servers.forEach(it -> it.onQuiet(this::leaveWhenQuiet));
        servers.forEach(HttpServer::pause);
        answer.completeExceptionally(new LeftToSuccessor());
        leaveWhenQuiet();
    }

    private void leaveWhenQuiet() {
        pause.filter(it -> !it.over && daemon.servers().stream().allMatch(HttpServer::isQuiet))
                .ifPresent(
                        it -> {
                            it.over = true;
                            it.patience.cancel();
                            loop.post(() -> leave(it, 0));
                        });
    }

    /**
     * The daemon is to stop everything, and end or begin anew: whoever was to take its place would
     * not know of that.
     */
    public void daemonLeaves() {
        // in the next turn: a client may be the one who wants it, and be in the midst of a request
        loop.post(
                () -> {
                    if (pause.isPresent() || trial.isPresent()) {
                        log.warn("upgrade: given up, as the daemon is to stop everything");
                    }
                    endTrial();
                    if (pause.isPresent()) {
                        stay(new RpcFault(Fault.SHUTDOWN_STATE));
                    }
                });
    }

    /** Answers now: everything may have stopped before the trial comes to its end. */
    private void endTrial() {
        if (trial.isPresent()) {
            trial.get().cancel();
            trial = Optional.empty();
            asked.orElseThrow().completeExceptionally(new RpcFault(Fault.SHUTDOWN_STATE));
            asked = Optional.empty();
        }
    }

    /** This life of the daemon is over, and with it what was under way. */
    public void close() {
        endTrial();
        pause.ifPresent(Pause::end);
        pause = Optional.empty();
    }

    private void leave(Pause now, int turns) {
        if (!pause.equals(Optional.of(now)) || !daemon.supervisor().mayStart()) {
            return; // it was given up, or will be in a moment
        }
        if (loop.hasPosted() && turns < MOST_TURNS) {
            loop.post(() -> leave(now, turns + 1));
            return;
        }
        // nobody is served, and what takes long is a start among programs that do not wait
        String why;
        HeldSignals held = HeldSignals.hold();
        try (held) {
            Niceness.hurry();
            why = become(now, held);
        }
        loop.after(STRAGGLERS, held::close);
        stay(failure(why));
    }

    /**
     * Becomes the other program.
     *
     * @return why not
     */
    private String become(Pause now, HeldSignals held) {
        TrialReport report = now.report;
        try {
            kernel.narrowPipes();
            Optional<FileStamp> changed =
                    report.files().stream().filter(it -> !it.isStillThere()).findFirst();
            if (changed.isPresent()) {
                return changed.get().path() + " has changed since it was tried";
            }
            Optional<String> tooMuch = tooMuchThatWaits();
            if (tooMuch.isPresent()) {
                return tooMuch.get();
            }
            KeptDescriptors keeper = new KeptDescriptors();
            int state =
                    MemoryFile.write(
                            "supervisord-state", document(keeper, now.since, now.niceness));
            keeper.keep(state);
            try {
                log.info("upgrade: becoming " + report.version());
                Execution.replace(held, program(report, state), new TreeSet<>(keeper.kept()));
            } finally {
                MemoryFile.close(state);
            }
            return "it was not executed";
        } catch (IOException e) {
            return "the new program could not be executed: " + e.getMessage();
        } catch (RuntimeException e) {
            return "what is going on could not be written down: " + e;
        }
    }

    /** The words that a trial has been started with, for the thing itself. */
    private Execution.Program program(TrialReport report, int state) {
        List<String> words = new ArrayList<>(report.words());
        words.remove(Trial.ARGUMENT);
        Tries.tell(words, state);
        LastWords.option(daemon.activityLog().flatMap(NamedDescriptor::file))
                .ifPresent(it -> words.add(1, it));
        return new Execution.Program(words, report.environment(), launch.folder());
    }

    private void stay(RpcFault fault) {
        Optional<Pause> ended = pause;
        ended.ifPresent(Pause::end);
        pause = Optional.empty();
        asked = Optional.empty();
        untold = Optional.of(CompletableFuture.failedFuture(fault));
        daemon.tellOfTheBeginning();
        daemon.supervisor().releaseStarts();
        daemon.servers().forEach(HttpServer::unpause);
        // whoever has asked may have gone: nobody else is to get this answer
        untold = Optional.empty();
        // last, as it takes a descriptor, and clients are to be served even without one
        ended.ifPresent(it -> Niceness.restore(it.niceness));
    }

    /** This is the program that has taken over. */
    public void takenOver(Takeover former) {
        former.part("its own files", () -> launch.files().remain(former.descriptors()));
        long gap = (loop.clock().nanos() - former.state().pausedAtNanos()) / 1_000_000;
        if (Tries.isBack()) {
            failed(former.state(), gap);
        } else {
            succeeded(former.state(), gap);
        }
    }

    /** For the one who has asked, if the request is still to come. */
    private void leaveUntold(State former, CompletableFuture<Outcome> outcome) {
        boolean isRequestLeft =
                former.servers().stream()
                        .flatMap(it -> it.connections().stream())
                        .anyMatch(it -> it.unread().length > 0);
        if (isRequestLeft) {
            untold = Optional.of(outcome);
            // it comes with the first turns, or never
            loop.after(PATIENCE, () -> untold = Optional.empty());
        }
    }

    /** The program that was to be replaced goes on. */
    private void failed(State former, long gap) {
        String why =
                "the new program has failed: "
                        + Tries.failure().orElse("")
                        + "; "
                        + daemon.version()
                        + " goes on, nobody was served for "
                        + gap
                        + " ms";
        leaveUntold(former, CompletableFuture.failedFuture(new RpcFault(Fault.FAILED, why)));
        log.error("upgrade: " + why);
    }

    private void succeeded(State former, long gap) {
        Outcome outcome =
                new Outcome(former.program(), daemon.version(), gap, loop.clock().wallMillis());
        last = Optional.of(outcome);
        leaveUntold(former, CompletableFuture.completedFuture(outcome));
        log.info(
                "upgrade: "
                        + former.program()
                        + " became "
                        + daemon.version()
                        + ", nobody was served for "
                        + gap
                        + " ms");
    }
}
