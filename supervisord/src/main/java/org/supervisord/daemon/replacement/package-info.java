/**
 * The replacement of the daemon by another program in the same process: how it was started, the
 * trial of the new one, the point of no return, and how the new one goes on or the former one comes
 * back. The document that the state travels in is the room upgrade's.
 */
package org.supervisord.daemon.replacement;
