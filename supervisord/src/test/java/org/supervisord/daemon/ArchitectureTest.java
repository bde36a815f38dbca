package org.supervisord.daemon;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules and between the rooms of the daemon. */
@AnalyzeClasses(packages = "org.supervisord", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "org.supervisord.daemon";

    @ArchTest
    static final ArchRule commonUsesTheJdkOnly =
            classes()
                    .that()
                    .resideInAPackage("org.supervisord.common..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("org.supervisord.common..", "java..", "javax.crypto..");

    @ArchTest
    static final ArchRule configKnowsNoDaemon =
            noClasses()
                    .that()
                    .resideInAPackage("org.supervisord.config..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(ROOT + "..", "org.supervisord.ctl..");

    @ArchTest
    static final ArchRule onlyPosixUsesJna =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".posix..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.sun.jna..", "sun.nio.ch..", "sun.misc..");

    @ArchTest
    static final ArchRule nothingStartsProcessesTheJavaWay =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.lang.ProcessBuilder")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.lang.Process");

    @ArchTest
    static final ArchRule onlyTheReaderAndItsTypesUseTheLibraryForCalls =
            noClasses()
                    .that()
                    .haveNameNotMatching(".*\\.rpc\\.(CallReader|CallTypes)(\\$.*)?")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.xmlrpc..");

    @ArchTest
    static final ArchRule theLoopKnowsNobody =
            room("loop")
                    .mayNotUse(
                            "posix", "process", "output", "log", "event", "http", "rpc", "web", "");

    @ArchTest
    static final ArchRule posixKnowsNoneOfTheOthers =
            room("posix").mayNotUse("process", "output", "event", "http", "rpc", "web", "");

    @ArchTest
    static final ArchRule fatalKnowsNobody =
            room("fatal")
                    .mayNotUse(
                            "posix", "process", "output", "log", "event", "http", "rpc", "web", "");

    @ArchTest
    static final ArchRule handoverKnowsNobody =
            room("handover")
                    .mayNotUse(
                            "loop", "posix", "process", "output", "log", "event", "fatal", "http",
                            "rpc", "web", "upgrade", "");

    @ArchTest
    static final ArchRule upgradeUsesTheRecordsOfTheRoomsAndNotTheModel =
            room("upgrade").mayNotUse("posix", "rpc", "loop", "");

    @ArchTest
    static final ArchRule processesKnowNoClients =
            room("process").mayNotUse("http", "rpc", "web", "");

    @ArchTest
    static final ArchRule outputKnowsNoProcesses =
            room("output").mayNotUse("process", "http", "rpc", "web", "");

    @ArchTest
    static final ArchRule logsKnowNoProcesses =
            room("log").mayNotUse("process", "output", "event", "http", "rpc", "web", "");

    @ArchTest
    static final ArchRule eventsKnowNoClients =
            room("event").mayNotUse("process", "output", "http", "rpc", "web", "");

    @ArchTest
    static final ArchRule wireKnowsNotWhatBytesMean =
            room("wire")
                    .mayNotUse(
                            "posix",
                            "process",
                            "output",
                            "event",
                            "http",
                            "rpc",
                            "web",
                            "upgrade",
                            "supervision",
                            "");

    @ArchTest
    static final ArchRule onlyHttpUsesWires =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(ROOT, ROOT + ".wire..", ROOT + ".http..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(ROOT + ".wire..");

    @ArchTest
    static final ArchRule httpKnowsNoProcesses =
            room("http").mayNotUse("process", "output", "event", "rpc", "web", "posix", "");

    @ArchTest
    static final ArchRule supervisionKnowsNoClients =
            room("supervision").mayNotUse("output", "http", "rpc", "web", "posix", "upgrade", "");

    @ArchTest
    static final ArchRule onlyThoseWhoMakeItAndClientsInterfacesUseTheModel =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            ROOT,
                            ROOT + ".supervision..",
                            ROOT + ".children..",
                            ROOT + ".replacement..",
                            ROOT + ".rpc..",
                            ROOT + ".web..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + ".supervision..");

    @ArchTest
    static final ArchRule childrenKnowNoClients =
            room("children").mayNotUse("http", "rpc", "web", "replacement", "orphans", "");

    @ArchTest
    static final ArchRule replacementKnowsNoPages =
            room("replacement").mayNotUse("web", "orphans", "");

    @ArchTest
    static final ArchRule orphansKnowNothingThatIsSupervised =
            room("orphans")
                    .mayNotUse(
                            "process",
                            "output",
                            "event",
                            "supervision",
                            "children",
                            "http",
                            "rpc",
                            "web",
                            "upgrade",
                            "replacement",
                            "");

    @ArchTest
    static final ArchRule onlyTheRootJoinsWhatIsMadeOfSeveralRooms =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            ROOT,
                            ROOT + ".children..",
                            ROOT + ".replacement..",
                            ROOT + ".orphans..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            ROOT + ".children..", ROOT + ".replacement..", ROOT + ".orphans..");

    @ArchTest
    static final ArchRule rpcKnowsNoSockets = room("rpc").mayNotUse("http", "web", "posix", "");

    @ArchTest
    static final ArchRule webKnowsNoSockets = room("web").mayNotUse("posix", "output", "");

    @ArchTest
    static final ArchRule webUsesNoChannelsOfTheNetwork =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".web..")
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching(
                            "java\\.net\\..*|java\\.nio\\.channels\\.(Socket|Server|Sel).*");

    private static Room room(String name) {
        return new Room(name);
    }

    private record Room(String name) {
        /** The empty name is the root package itself. */
        ArchRule mayNotUse(String... others) {
            String[] packages = new String[others.length];
            for (int i = 0; i < others.length; i++) {
                packages[i] = others[i].isEmpty() ? ROOT : ROOT + "." + others[i] + "..";
            }
            return noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages)
                    .allowEmptyShould(true);
        }
    }
}
