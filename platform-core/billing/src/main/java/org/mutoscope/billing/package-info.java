/**
 * Money's way in. Stores tell facts, the core alone books them: {@link org.mutoscope.billing.NoticeDesk} takes what stores send,
 * {@link org.mutoscope.billing.PurchaseDesk} what buyers send, and both end in {@link org.mutoscope.billing.Booker}.
 */
package org.mutoscope.billing;
