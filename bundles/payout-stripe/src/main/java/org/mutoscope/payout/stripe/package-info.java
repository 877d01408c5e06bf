/** Payouts by Stripe Connect, as separate transfers to holders' own accounts. */
package org.mutoscope.payout.stripe;
