/**
 * The actions, and what those of one run share: the server, the output, the exit status. They don't
 * know who runs them.
 */
package org.supervisord.ctl.action;
