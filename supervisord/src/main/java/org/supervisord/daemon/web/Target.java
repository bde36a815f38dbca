package org.supervisord.daemon.web;

import org.supervisord.common.NameSpec;

/** What an action is done to. */
sealed interface Target {
    /** Everything that is supervised. */
    record All() implements Target {}

    /** The processes of a group. */
    record Group(String name) implements Target {}

    /** A process, by the name that clients use. */
    record One(String name) implements Target {}

    /** From the name in a form: nothing means all, {@code group:*} a group. */
    static Target of(String name) {
        if (name.isEmpty()) {
            return new All();
        }
        NameSpec spec = NameSpec.parse(name);
        return spec.process().isEmpty() ? new Group(spec.group()) : new One(name);
    }

    /** The name for a form. */
    default String field() {
        if (this instanceof Group group) {
            return group.name() + ":*";
        }
        return this instanceof One one ? one.name() : "";
    }

    /** What it is called in a sentence. */
    default String words() {
        if (this instanceof Group group) {
            return "all processes of " + group.name();
        }
        return this instanceof One one ? one.name() : "all processes";
    }
}
