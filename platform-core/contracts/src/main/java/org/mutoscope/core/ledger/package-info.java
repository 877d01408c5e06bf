/**
 * Credits: lots, holds, captures. Whole numbers only.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.3.0")
package org.mutoscope.core.ledger;
