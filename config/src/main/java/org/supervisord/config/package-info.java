/**
 * {@code supervisord.conf}: reading it, expanding it, checking it, and the immutable settings it
 * comes to. Everything behind it receives settings and never parses a value again. It opens
 * configuration files and nothing else; what it needs to know of the machine (accounts,
 * environment) is handed to it.
 */
package org.supervisord.config;
