/**
 * Credits: lots, holds, captures. Whole numbers only.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("2.0.0")
package org.mutoscope.core.ledger;
