/**
 * For those who write event listeners in Java: the protocol as seen from the listener's side. It
 * blocks, knows nothing of the daemon's code, and is meant for programs outside of this project;
 * docs/events.md tells how to use it.
 */
package org.supervisord.common.listener;
