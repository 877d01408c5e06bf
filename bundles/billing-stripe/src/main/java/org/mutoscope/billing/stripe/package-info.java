/** Stripe Checkout: webhooks are checked and then only believed as a hint; what counts is what the API says when it is asked. */
package org.mutoscope.billing.stripe;
