package org.supervisord.ctl;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the client may use, and which of its classes may use what. */
@AnalyzeClasses(
        packages = "org.supervisord.ctl",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
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
                            "java..");

    @ArchTest
    static final ArchRule theClientKnowsNoDaemon =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.supervisord.daemon..");

    @ArchTest
    static final ArchRule onlyTheTerminalUsesJline =
            noClasses()
                    .that(
                            not(
                                    belongToAnyOf(
                                            Console.class,
                                            ShellHistory.class,
                                            TerminalShell.class,
                                            ActionCompleter.class)))
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
                    .that(not(belongToAnyOf(AnswerReader.class)))
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
