package org.supervisord.config;

import java.util.OptionalInt;

/**
 * Whom a program, or the daemon, runs as. Its supplementary groups are those of the user.
 *
 * @param gid the group instead of the user's primary one, empty for that one
 */
public record RunAs(int uid, OptionalInt gid) {}
