/**
 * The daemon: the model that ties groups, the daemon's state and the configuration together, and
 * the program that builds all rooms and runs them on one loop. It may use every room; nothing but
 * the interface to clients uses it.
 */
package org.supervisord.daemon;
