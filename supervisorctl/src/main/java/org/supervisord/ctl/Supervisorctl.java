package org.supervisord.ctl;

import java.nio.file.Path;
import java.util.List;
import org.supervisord.common.HeadStart;
import org.supervisord.common.JdkStart;
import org.supervisord.common.plugin.PluginException;
import org.supervisord.config.ClientSettings;
import org.supervisord.config.ConfigException;
import org.supervisord.config.HomeFolders;
import org.supervisord.config.cli.SupervisorctlOptions;
import org.supervisord.config.cli.SupervisorctlOptions.Wish;
import org.supervisord.config.cli.UsageException;
import org.supervisord.ctl.action.ActionTable;
import org.supervisord.ctl.action.PluggedActions;
import org.supervisord.ctl.action.Session;
import org.supervisord.ctl.shell.Completion;
import org.supervisord.ctl.shell.Interpreter;
import org.supervisord.ctl.shell.ManyServers;
import org.supervisord.ctl.shell.Shell;
import org.supervisord.ctl.terminal.Console;
import org.supervisord.ctl.terminal.EndingSignals;
import org.supervisord.ctl.terminal.ExitStatus;

/** The program {@code supervisorctl}. */
public final class Supervisorctl {
    private Supervisorctl() {}

    /** Does what the command line says, or opens a shell; ends the JVM with the exit status. */
    public static void main(String[] arguments) {
        JdkStart.nameProvider();
        // most servers are asked over a Unix socket
        HeadStart.with(JdkStart::prepareUnixSockets);
        EndingSignals.endAtOnce();
        Console console = Console.standard();
        int status = console.exitStatus(run(List.of(arguments), console));
        // not exit: nothing has to be tidied up, and the time counts
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }

    private static int run(List<String> arguments, Console console) {
        String program = System.getProperty("supervisord.program", "supervisorctl");
        try {
            Wish wish =
                    SupervisorctlOptions.parse(
                            arguments,
                            program,
                            new HomeFolders(
                                    System.getenv(), new LocalAccounts(Path.of("/etc/passwd"))));
            if (wish instanceof Wish.Run run) {
                return run(run, console);
            }
        } catch (UsageException | ConfigException | PluginException e) {
            if (arguments.contains("--complete")) {
                // nobody wants to read that while typing
                return ExitStatus.INVALID_ARGUMENTS;
            }
            System.err.print("Error: " + e.getMessage() + "\nFor help, use " + program + " -h\n");
            return ExitStatus.INVALID_ARGUMENTS;
        }
        console.prompt(SupervisorctlOptions.usage().text(program) + "\n");
        return ExitStatus.SUCCESS;
    }

    private static int run(Wish.Run run, Console console) throws PluginException {
        ActionTable actions =
                run.plugins().isEmpty()
                        ? new ActionTable()
                        : new ActionTable().with(PluggedActions.of(run.plugins(), run.classpath()));
        List<ClientSettings> servers = run.servers();
        if (run.completed().isPresent()) {
            return complete(run, actions, console);
        }
        if (run.action().isEmpty()) {
            return Shell.run(servers, console, actions);
        }
        String line = actions.line(run.action());
        if (servers.size() > 1) {
            ManyServers many = new ManyServers(servers, console, actions, run.interactive());
            many.run(line);
            return many.exitStatus();
        }
        Session session = new Session(servers.get(0), console, run.interactive());
        // its connection ends with the program
        new Interpreter(session, actions).run(line);
        return session.exitStatus();
    }

    /** Prints what the last word may become, each with what is said of it behind a tab. */
    private static int complete(Wish.Run run, ActionTable actions, Console console) {
        Session session = new Session(run.servers().get(0), console, false);
        StringBuilder lines = new StringBuilder();
        new Completion(actions, () -> session.client().allInfos())
                .of(run.completed().get())
                .forEach((word, said) -> lines.append(word).append('\t').append(said).append('\n'));
        console.prompt(lines.toString());
        return ExitStatus.SUCCESS;
    }
}
