/** Promises checked from outside. */
package org.mutoscope.itests.outside;
