package org.mutoscope.core.identity;

import java.time.Instant;
import java.util.Set;

/**
 * An account.
 *
 * @param id {@code acct_...}
 * @param name 1 to 200 characters
 * @param roles roles of its first principal
 * @param createdAt when it was opened
 */
public record Account(String id, String name, Set<Role> roles, Instant createdAt) {}
