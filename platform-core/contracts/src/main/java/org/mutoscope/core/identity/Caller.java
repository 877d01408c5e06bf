package org.mutoscope.core.identity;

import java.util.Set;

/**
 * Who is calling.
 *
 * @param principalId who acts
 * @param accountId for which account
 * @param accountName its name
 * @param roles what it may do
 */
public record Caller(String principalId, String accountId, String accountName, Set<Role> roles) {
    /** Copies the set. */
    public Caller {
        roles = Set.copyOf(roles);
    }

    /** Whether it has one of these roles; {@code ADMIN} has all. */
    public boolean may(Role... any) {
        for (Role role : any) {
            if (roles.contains(role)) {
                return true;
            }
        }
        return roles.contains(Role.ADMIN);
    }
}
