package org.mutoscope.rest;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;

/** Who may do what: the one table of all routes. A route that is not in it does not start. */
enum Access {
    /** No key needed. */
    OPEN,
    /** Any key. */
    KEY,
    /** Makes clips and spends credits. */
    CREATOR(Role.CREATOR),
    /** Looks at other accounts. */
    OVERSEER(Role.OPERATOR, Role.AUDITOR),
    /** Runs the installation. */
    OPERATOR(Role.OPERATOR),
    /** Opens accounts. */
    ADMIN(Role.ADMIN);

    private static final Map<String, Access> TABLE = Map.ofEntries(
            entry("GET /", OPEN),
            entry("GET /openapi.json", OPEN),
            entry("GET /health", OPEN),
            entry("GET /health/live", OPEN),
            entry("GET /health/ready", OPEN),
            entry("POST /v1/videos", CREATOR),
            entry("GET /v1/videos", KEY),
            entry("GET /v1/videos/{id}", KEY),
            entry("DELETE /v1/videos/{id}", CREATOR),
            entry("GET /v1/videos/{id}/content", KEY),
            entry("HEAD /v1/videos/{id}/content", KEY),
            entry("POST /v1/videos/{id}/remix", CREATOR),
            entry("POST /v1/videos/edits", CREATOR),
            entry("POST /v1/videos/extensions", CREATOR),
            entry("POST /v1/videos/characters", CREATOR),
            entry("GET /v1/videos/characters/{id}", KEY),
            entry("GET /v1/models", KEY),
            entry("GET /v1/models/{id}", KEY),
            entry("POST /api/v1/accounts", ADMIN),
            entry("GET /api/v1/accounts", OVERSEER),
            entry("GET /api/v1/account", KEY),
            entry("GET /api/v1/keys", KEY),
            entry("POST /api/v1/keys", KEY),
            entry("DELETE /api/v1/keys/{id}", KEY),
            entry("GET /api/v1/credits", KEY),
            entry("GET /api/v1/credits/history", KEY),
            entry("POST /api/v1/quote", KEY),
            entry("GET /api/v1/jobs", KEY),
            entry("GET /api/v1/jobs/{id}", KEY),
            entry("GET /api/v1/jobs/{id}/explain", KEY),
            entry("POST /api/v1/jobs/{id}/cancel", KEY),
            entry("GET /api/v1/jobs/{id}/events", KEY),
            entry("GET /api/v1/models", KEY),
            entry("GET /api/v1/billing/providers", KEY),
            entry("POST /api/v1/purchases", CREATOR),
            entry("POST /api/v1/admin/credits/grant", OPERATOR),
            entry("GET /api/v1/admin/backends", OVERSEER),
            entry("GET /api/v1/admin/plugins", OVERSEER),
            entry("GET /api/v1/admin/plugins/{name}", OVERSEER),
            entry("POST /api/v1/admin/plugins", OPERATOR),
            entry("DELETE /api/v1/admin/plugins/{name}", OPERATOR),
            entry("POST /api/v1/admin/backup", OPERATOR),
            entry("POST /api/v1/admin/ledger/verify", OVERSEER),
            entry("GET /api/v1/admin/doctor", OVERSEER));

    private final Set<Role> roles;

    Access(Role... any) {
        roles = Set.of(any);
    }

    /** @throws IllegalStateException if the route was forgotten in the table */
    static Access of(String route) {
        Access access = TABLE.get(route);
        if (access == null) {
            throw new IllegalStateException("nobody has said who may call " + route);
        }
        return access;
    }

    static Map<String, Access> table() {
        return TABLE;
    }

    boolean allows(Caller caller) {
        return roles.isEmpty() || caller.may(roles.toArray(Role[]::new));
    }

    /** The roles of which a caller needs one; empty if any key will do. */
    Set<Role> roles() {
        return roles;
    }
}
