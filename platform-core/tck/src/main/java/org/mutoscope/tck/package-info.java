/**
 * The partner's test kit. {@link org.mutoscope.tck.BillingContract} is the suite for billing providers; {@link org.mutoscope.tck.StoreDouble} and
 * {@link org.mutoscope.tck.LentContext} are doubles that a partner's own tests may use too.
 */
package org.mutoscope.tck;
