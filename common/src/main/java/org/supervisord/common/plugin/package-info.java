/**
 * What programs of others plug into: how their classes are found, and what they are given. It knows
 * neither the daemon nor the client, both of which use it.
 */
package org.supervisord.common.plugin;
