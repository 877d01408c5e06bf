/**
 * The durable queue, the scheduler and the backends it gives jobs to. {@link org.mutoscope.jobs.JobsComponent} puts it together;
 * {@link org.mutoscope.jobs.Dispatcher} chooses, {@link org.mutoscope.jobs.Run} is one attempt, {@link org.mutoscope.jobs.Endings} writes
 * down what became of it. The database is the truth about every job; what is kept in memory can be lost at any moment.
 */
package org.mutoscope.jobs;
