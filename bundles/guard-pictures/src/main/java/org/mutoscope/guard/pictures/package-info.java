/** Knows pictures of registered subjects again. */
package org.mutoscope.guard.pictures;
