/**
 * What the rooms of the daemon need to hand their part of the running world to the next program in
 * the same process, and to take it over from the one before: descriptors. It knows nobody.
 */
package org.supervisord.daemon.handover;
