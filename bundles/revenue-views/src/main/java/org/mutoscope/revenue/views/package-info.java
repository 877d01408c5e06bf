/** Revenue: the pool of a month, by valid views. */
package org.mutoscope.revenue.views;
