package org.supervisord.config;

/** Whom a file belongs to; -1 leaves the user or the group as it is, as in chown(2). */
public record Owner(int uid, int gid) {}
