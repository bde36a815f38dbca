package org.supervisord.ctl;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.supervisord.ctl.client.HttpConnection;
import org.supervisord.ctl.terminal.Console;
import org.supervisord.ctl.terminal.EndingSignals;

/** What the client may use, and which of its classes may use what. */
@AnalyzeClasses(
        packages = "org.supervisord.ctl",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "org.supervisord.ctl";

    @ArchTest
    static final ArchRule serversKnowNeitherActionsNorTerminals =
            room("client").mayNotUse(".terminal..", ".action..", ".shell..", "");

    @ArchTest
    static final ArchRule terminalsKnowNeitherActionsNorServers =
            room("terminal").mayNotUse(".client..", ".action..", ".shell..", "");

    @ArchTest
    static final ArchRule actionsDoNotKnowWhoRunsThem = room("action").mayNotUse(".shell..", "");

    @ArchTest static final ArchRule shellsDoNotKnowTheCommandLine = room("shell").mayNotUse("");

    private static Room room(String name) {
        return new Room(name);
    }

    private record Room(String name) {
        /** The empty name is the root package itself. */
        ArchRule mayNotUse(String... others) {
            return noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(Stream.of(others).map(ROOT::concat).toArray(String[]::new));
        }
    }

    /** Other classes than these of a room, which only it knows, and those within them. */
    private static DescribedPredicate<JavaClass> areNot(String room, String... names) {
        List<String> full = Stream.of(names).map(name -> ROOT + "." + room + "." + name).toList();
        return not(
                belongTo(
                        describe(
                                String.join(" or ", names),
                                (JavaClass it) -> full.contains(it.getName()))));
    }

    @ArchTest
    static final ArchRule theClientUsesTheCommonWordsAndTheConfigurationOnly =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "org.supervisord.ctl..",
                            "org.supervisord.common..",
                            "org.supervisord.config..",
                            "org.apache.hc.core5..",
                            "org.jline..",
                            "com.ctc.wstx..",
                            "javax.net.ssl..",
                            "javax.xml.stream..",
                            "sun.misc..",
                            "java..");

    @ArchTest
    static final ArchRule onlyOneUsesTheSignalsOfTheJdk =
            noClasses()
                    .that(not(belongToAnyOf(EndingSignals.class)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("sun.misc..");

    @ArchTest
    static final ArchRule theClientKnowsNoDaemon =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.supervisord.daemon..");

    @ArchTest
    static final ArchRule onlyTheTerminalUsesJline =
            noClasses()
                    .that(not(belongToAnyOf(Console.class)))
                    .and(areNot("shell", "ShellHistory", "TerminalShell", "ActionCompleter"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.jline..");

    @ArchTest
    static final ArchRule onlyTheConnectionUsesAnHttpLibrary =
            noClasses()
                    .that(not(belongToAnyOf(HttpConnection.class)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.hc..");

    @ArchTest
    static final ArchRule onlyTheReaderParsesXml =
            noClasses()
                    .that(areNot("client", "AnswerReader"))
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("com.ctc.wstx..").or(resideInAPackage("javax.xml..")));

    @ArchTest
    static final ArchRule actionsKnowNoSockets =
            noClasses()
                    .that()
                    .haveSimpleNameEndingWith("Actions")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.net..", "java.nio.channels..");
}
