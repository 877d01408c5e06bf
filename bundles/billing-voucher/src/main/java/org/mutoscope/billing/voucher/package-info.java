/**
 * Vouchers: codes that the operator makes with a secret. A code proves itself, so no table of codes is needed; it counts once because its
 * number is the id of the purchase.
 */
package org.mutoscope.billing.voucher;
