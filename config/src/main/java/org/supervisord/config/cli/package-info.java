/**
 * The options of the two programs on their command lines. It turns words into values, checked as
 * those of the configuration are, and uses nothing but them; it opens no files apart from looking
 * for the configuration.
 */
package org.supervisord.config.cli;
