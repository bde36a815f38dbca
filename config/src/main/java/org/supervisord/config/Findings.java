package org.supervisord.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What becomes of the problems of a configuration that is read: to use it, reading ends with the
 * first one; to check it, all are collected.
 */
final class Findings {
    private final boolean endsWithFirst;
    private final Set<Finding> found = new LinkedHashSet<>();

    private Findings(boolean endsWithFirst) {
        this.endsWithFirst = endsWithFirst;
    }

    /** For use: the first error is thrown. */
    static Findings refusing() {
        return new Findings(true);
    }

    /** For a check: nothing is thrown. */
    static Findings collecting() {
        return new Findings(false);
    }

    /** Work that may come upon an error. */
    interface Work<T> {
        T run() throws ConfigException;
    }

    /** Takes note of an error, or throws it. */
    void error(Finding.Place place, ConfigException e) throws ConfigException {
        if (endsWithFirst) {
            throw e;
        }
        found.add(new Finding(true, place, e.plain()));
    }

    /** Whether there is an error at a place. */
    boolean hasError(Finding.Place place) {
        return found.stream().anyMatch(it -> it.isError() && it.place().equals(place));
    }

    /** Takes note of what is odd. */
    void warning(Finding.Place place, String message) {
        found.add(new Finding(false, place, message));
    }

    /**
     * Does something, or something less when there is an error in it that is only taken note of.
     */
    <T> T attempt(Finding.Place place, T otherwise, Work<T> work) throws ConfigException {
        try {
            return work.run();
        } catch (ConfigException e) {
            error(place, e);
            return otherwise;
        }
    }

    /** All that was found, by file in the order of reading, then by line. */
    List<Finding> all() {
        List<String> files = found.stream().map(it -> it.place().file()).distinct().toList();
        List<Finding> sorted = new ArrayList<>(found);
        sorted.sort(
                Comparator.comparingInt((Finding it) -> files.indexOf(it.place().file()))
                        .thenComparingInt(it -> it.place().line()));
        return sorted;
    }
}
