package org.mutoscope.rest;

import java.util.Set;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;

/** What a caller needs for a route. Which route needs what stands in {@link Counter}. */
enum Access {
    /** No key needed. */
    OPEN,
    /** Any key. */
    KEY,
    /** Makes clips and spends credits. */
    CREATOR(Role.CREATOR),
    /** Stops what runs: its own, or as operator any. */
    ACTOR(Role.CREATOR, Role.OPERATOR),
    /** Registers and claims rights; everybody may, since an operator decides about each claim. */
    HOLDER(Role.HOLDER, Role.CREATOR, Role.OPERATOR),
    /** Looks at other accounts. */
    OVERSEER(Role.OPERATOR, Role.AUDITOR),
    /** Runs the installation. */
    OPERATOR(Role.OPERATOR),
    /** Opens accounts. */
    ADMIN(Role.ADMIN);

    private final Set<Role> roles;

    Access(Role... any) {
        roles = Set.of(any);
    }

    boolean allows(Caller caller) {
        return roles.isEmpty() || caller.may(roles.toArray(Role[]::new));
    }

    /** Whether only those come through who run the installation or look after it: what the listener for administration is for. */
    boolean administrative() {
        return this == OVERSEER || this == OPERATOR || this == ADMIN;
    }

    /** The roles of which a caller needs one; empty if any key will do. */
    Set<Role> roles() {
        return roles;
    }
}
