/**
 * What a program is to the daemon: it joins the room of processes, which knows no kernel, to those
 * of system calls, output, logs and events, and makes groups of such processes. It never decides
 * when one is started or stopped, and knows no clients.
 */
package org.supervisord.daemon.children;
