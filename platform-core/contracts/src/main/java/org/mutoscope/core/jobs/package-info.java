/**
 * Jobs: plans of steps in a durable queue, and the backends that take them.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.5.0")
package org.mutoscope.core.jobs;
