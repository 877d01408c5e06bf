package org.mutoscope.core.jobs;

/**
 * A part of a job that is rendered by itself: a shot of a film.
 *
 * @param task what the model is asked for
 * @param seconds its length, at least 1
 */
public record Part(String task, int seconds) {}
