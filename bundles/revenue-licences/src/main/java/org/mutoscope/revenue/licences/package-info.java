/** Revenue: commercial licences, by contract. */
package org.mutoscope.revenue.licences;
