/**
 * What is printed and typed: standard input and output with all that can go wrong with them,
 * passwords, columns, and what must not reach a terminal. It knows neither servers nor actions.
 */
package org.supervisord.ctl.terminal;
