/**
 * Accounts and the keys that open them. {@code IdentityService} names what can be done; {@code FirstKey} is how an operator gets in for
 * the first time.
 */
package org.mutoscope.identity;
