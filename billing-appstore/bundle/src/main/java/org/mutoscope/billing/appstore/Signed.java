package org.mutoscope.billing.appstore;

/**
 * Data with Apple's signature, checked.
 *
 * @param payload what was signed
 * @param environment of which environment it is
 */
record Signed<T>(T payload, StoreEnvironment environment) {}
