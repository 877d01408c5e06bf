/** The history of what the platform made: an append-only log whose whole content anybody can check. */
package org.mutoscope.provenance.log;
