package org.supervisord.daemon.rpc;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Whether there is memory for long answers.
 *
 * @param isThere whether there is some
 * @param whenThere has a task run once when there is some again
 */
public record AnswerRoom(BooleanSupplier isThere, Consumer<Runnable> whenThere) {}
