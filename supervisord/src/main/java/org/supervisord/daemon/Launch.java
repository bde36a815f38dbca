package org.supervisord.daemon;

import java.util.List;
import java.util.Map;

/**
 * How the operator has started the daemon.
 *
 * @param program the launcher, as it was called
 * @param arguments its arguments
 * @param environment without what the launcher adds to it
 * @param folder where it was called
 */
record Launch(
        String program, List<String> arguments, Map<String, String> environment, String folder) {}
