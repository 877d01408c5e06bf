/**
 * Starts the platform: checks the machine, the data directory and the bundles of the lock file, then hands over to the
 * OSGi framework and waits. Knows nothing of what the bundles do.
 */
package org.mutoscope.launcher;
