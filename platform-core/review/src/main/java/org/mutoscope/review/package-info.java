/** The review desk: orders that a person must look at before they run. */
package org.mutoscope.review;
