/** Revenue: gifts. */
package org.mutoscope.revenue.tips;
