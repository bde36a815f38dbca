/**
 * What is supervised, as a whole: the groups that there are, the configuration that they come from
 * and the daemon's state, and how all of it stops. It may use the rooms of processes and events; it
 * never knows who asks, nor what processes are made of.
 */
package org.supervisord.daemon.supervision;
