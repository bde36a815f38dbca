package org.supervisord.ctl;

import java.io.IOException;
import java.util.List;
import org.supervisord.config.ConfigException;
import org.supervisord.config.HomeFolders;
import org.supervisord.config.cli.SupervisorctlOptions;
import org.supervisord.config.cli.SupervisorctlOptions.Wish;
import org.supervisord.config.cli.UsageException;

/** The program {@code supervisorctl}. */
public final class Supervisorctl {
    private static final int USAGE = 2;

    private Supervisorctl() {}

    /** Does what the command line says, or opens a shell; ends the JVM with the exit status. */
    public static void main(String[] arguments) {
        int status;
        try {
            status = run(List.of(arguments));
        } catch (Console.OutputClosed e) {
            status = Session.GENERIC;
        }
        // not exit: nothing has to be tidied up, and the time counts
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }

    private static int run(List<String> arguments) {
        String program = System.getProperty("supervisord.program", "supervisorctl");
        Console console = Console.standard();
        Wish wish;
        try {
            wish =
                    SupervisorctlOptions.parse(
                            arguments, program, new HomeFolders(System.getenv(), new NoAccounts()));
        } catch (UsageException | ConfigException e) {
            System.err.print("Error: " + e.getMessage() + "\nFor help, use " + program + " -h\n");
            return USAGE;
        }
        if (wish instanceof Wish.Run run) {
            return run.action().isEmpty() ? Shell.run(run.settings(), console) : once(run, console);
        }
        console.prompt(SupervisorctlOptions.help(program) + "\n");
        return Session.SUCCESS;
    }

    private static int once(Wish.Run run, Console console) {
        Session session = new Session(run.settings(), console, false);
        new Interpreter(session).run(String.join(" ", run.action()));
        try {
            session.close();
        } catch (IOException ignored) {
            // all answers have come
        }
        return session.exitStatus();
    }
}
