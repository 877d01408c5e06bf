/** Licensing by the house: the operator's own catalogue says who may use what, and for what. */
package org.mutoscope.licensing.house;
