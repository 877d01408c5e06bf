/**
 * The partner's test kit. {@link org.mutoscope.tck.BillingContract} is the suite for billing providers, {@link
 * org.mutoscope.tck.BackendContract} that for backends, {@link org.mutoscope.tck.PolicyContract} that for licensing policies, {@link org.mutoscope.tck.ShareContract} that for revenue models; {@link org.mutoscope.tck.StoreDouble},
 * {@link org.mutoscope.tck.LentContext} and {@link org.mutoscope.tck.LentRender} are doubles that a partner's own tests may use too.
 */
package org.mutoscope.tck;
