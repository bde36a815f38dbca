/**
 * The sockets that clients come to and the bytes that they send, encrypted or not: TCP ports, Unix
 * sockets with the files they are reached by, TLS. It never knows what the bytes mean.
 */
package org.supervisord.daemon.wire;
