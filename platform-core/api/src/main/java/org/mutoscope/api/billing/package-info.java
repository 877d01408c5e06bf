/**
 * Billing providers turn a payment made elsewhere into facts. They never touch the ledger: the host grants, freezes and revokes credits from the facts it is given.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package org.mutoscope.api.billing;
