/**
 * What the daemon itself can't do at the moment, which is what makes its state FATAL. Other rooms
 * tell it that an operation failed or works again; clients are shown what is left. It knows nobody.
 */
package org.supervisord.daemon.fatal;
