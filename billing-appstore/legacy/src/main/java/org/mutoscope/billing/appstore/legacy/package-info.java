/** Reads receipts of the time before StoreKit 2 for the App Store bundle; optional, because Bouncy Castle comes with it. */
package org.mutoscope.billing.appstore.legacy;
