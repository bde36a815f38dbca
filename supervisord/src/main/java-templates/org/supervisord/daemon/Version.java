package org.supervisord.daemon;

/** The version of this program, as the build knows it. */
final class Version {
    private Version() {}

    static String text() {
        return "${project.version}";
    }
}
