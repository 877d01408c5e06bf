/** Revenue: advertising on a clip, by its split. */
package org.mutoscope.revenue.ads;
