package org.supervisord.daemon;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.supervisord.config.ConfigException;
import org.supervisord.config.Finding;
import org.supervisord.config.Inspection;

/** What {@code --check} and {@code --explain} print; nothing is started or changed for them. */
final class ConfigurationReport {
    private static final int UNUSABLE = 2;

    private final String file;
    private final Inspection inspection;
    private final PrintStream out;
    private final PrintStream errors;

    /**
     * A report.
     *
     * @param file the configuration as the operator named it
     */
    ConfigurationReport(String file, Inspection inspection, PrintStream out, PrintStream errors) {
        this.file = file;
        this.inspection = inspection;
        this.out = out;
        this.errors = errors;
    }

    /**
     * Prints all errors and warnings, and returns the exit status: 0 if there is no error, or 2.
     */
    int check() {
        List<Finding> findings = inspection.findings();
        findings.forEach(finding -> out.print(finding + "\n"));
        long errors = findings.stream().filter(Finding::isError).count();
        out.print(
                file
                        + ": "
                        + (errors == 0 ? "can be used" : "can't be used, " + count(errors, "error"))
                        + ", "
                        + count(findings.size() - errors, "warning")
                        + "\n");
        return errors == 0 ? 0 : UNUSABLE;
    }

    /**
     * Prints what sections mean, and all errors to the other stream, and returns the exit status: 0
     * if there is no error, or 2.
     *
     * @param wanted the one section that is asked for; empty for all
     * @throws ConfigException when there is no such section
     */
    int explain(Optional<String> wanted) throws ConfigException {
        Collection<String> sections =
                wanted.isPresent()
                        ? List.of(inspection.section(wanted.get()))
                        : inspection.sections();
        out.print(
                sections.stream()
                        .map(section -> String.join("\n", inspection.explain(section)) + "\n")
                        .collect(Collectors.joining("\n")));
        List<Finding> wrong = inspection.findings().stream().filter(Finding::isError).toList();
        wrong.forEach(finding -> errors.print(finding + "\n"));
        errors.flush();
        return wrong.isEmpty() ? 0 : UNUSABLE;
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
