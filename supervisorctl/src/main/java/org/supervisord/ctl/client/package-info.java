/**
 * The way to a server: its address, one connection at a time, calls and their answers or faults. It
 * knows neither actions nor terminals.
 */
package org.supervisord.ctl.client;
