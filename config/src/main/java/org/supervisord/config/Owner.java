package org.supervisord.config;

/** Whom a file belongs to; {@link #UNCHANGED} leaves the user or the group as it is. */
public record Owner(int uid, int gid) {
    /** Neither a user nor a group, as in chown(2). */
    public static final int UNCHANGED = -1;
}
