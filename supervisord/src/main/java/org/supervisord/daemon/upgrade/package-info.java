/**
 * The replacement of the daemon by a newer program while everything runs: the document that the
 * state travels in, and the trial of the new program before it. It uses nobody but the records that
 * the rooms describe themselves with.
 */
package org.supervisord.daemon.upgrade;
