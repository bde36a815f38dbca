package org.supervisord.config;

import java.util.List;

/** What was found when a configuration was read in order to be checked. */
public final class Inspection {
    private final Reading reading;
    private final Overrides overrides;

    Inspection(Reading reading, Overrides overrides) {
        this.reading = reading;
        this.overrides = overrides;
    }

    /** What is wrong or odd, in the order of the files and their lines. */
    public List<Finding> findings() {
        return reading.findings().all();
    }
}
