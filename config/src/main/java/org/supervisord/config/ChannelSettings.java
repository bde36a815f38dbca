package org.supervisord.config;

/**
 * What happens to one output channel (stdout or stderr) of a program.
 *
 * @param logfile where it is kept
 * @param maxbytes size at which the file is rotated, in bytes; 0 for never
 * @param backups how many rotated files are kept
 * @param captureMaxbytes how much of a captured message is kept, in bytes; 0 when nothing is
 *     captured
 * @param eventsEnabled whether every piece of output is an event
 * @param syslog whether it goes to syslog as well
 */
public record ChannelSettings(
        LogTarget logfile,
        long maxbytes,
        int backups,
        long captureMaxbytes,
        boolean eventsEnabled,
        boolean syslog) {

    /** These settings, under the newly read name if that leaves the name to the daemon. */
    ChannelSettings keepingNameFor(ChannelSettings read) {
        return read.logfile instanceof LogTarget.Automatic
                ? new ChannelSettings(
                        read.logfile, maxbytes, backups, captureMaxbytes, eventsEnabled, syslog)
                : this;
    }
}
