/** Revenue: licence fees. */
package org.mutoscope.revenue.fees;
