/** Google Play: a purchase token or a push notification is a hint; what counts is what the developer API says when it is asked. */
package org.mutoscope.billing.googleplay;
