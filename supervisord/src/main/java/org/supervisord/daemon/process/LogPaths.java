package org.supervisord.daemon.process;

import java.nio.file.Path;
import java.util.Optional;

/** The log files of a process, automatic ones already named; empty where none is kept. */
public record LogPaths(Optional<Path> stdout, Optional<Path> stderr) {}
