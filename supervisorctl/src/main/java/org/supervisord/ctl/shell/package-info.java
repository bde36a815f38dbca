/**
 * Those who run actions line by line: the interpreter of a line, the shell with its completion and
 * its history, the same for several servers, and the command line of the web page.
 */
package org.supervisord.ctl.shell;
