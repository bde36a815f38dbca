/**
 * What a daemon that ended without stopping its programs has left: its pid file, and programs whose
 * end has to be waited for before they are started again. It knows nothing of those that are
 * supervised now.
 */
package org.supervisord.daemon.orphans;
