/**
 * Revenue: what holders earned, and where it stands. Amounts are micros: millionths of a minor unit of a currency.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.mutoscope.core.revenue;
