/**
 * The daemon: the program that builds all rooms and runs them on one loop. It may use every room,
 * and no room uses it.
 */
package org.supervisord.daemon;
