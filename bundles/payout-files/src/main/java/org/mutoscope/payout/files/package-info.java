/** Payouts as files that the operator hands to a bank. */
package org.mutoscope.payout.files;
