/**
 * Revenue models share what a clip earned between holders, and payout providers send it. All arithmetic is in integers and sums are exact.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package org.mutoscope.api.revenue;
