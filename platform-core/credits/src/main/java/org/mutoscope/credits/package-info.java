/**
 * The credit ledger. Tables, states and the order of spending are in {@code distribution/docs/concepts/ledger.md}; read
 * {@code LedgerService} first, it names the commands. Nothing here knows floating point.
 */
package org.mutoscope.credits;
