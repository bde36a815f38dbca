package org.supervisord.daemon.supervision;

import java.util.List;

/** Names of the groups in which a newly read configuration differs from what is supervised. */
public record ReloadResult(List<String> added, List<String> changed, List<String> removed) {}
