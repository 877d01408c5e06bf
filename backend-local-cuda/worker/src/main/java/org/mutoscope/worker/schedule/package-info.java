/**
 * How noise becomes a clip step by step: the schedulers of diffusers, computed with the same 32-bit arithmetic, read from a package's
 * {@code scheduler_config.json}. {@link org.mutoscope.worker.schedule.Schedulers} is the way in.
 */
package org.mutoscope.worker.schedule;
