package org.mutoscope.core.identity;

/** What a principal may do for an account; {@code OPERATOR}, {@code AUDITOR} and {@code ADMIN} reach across accounts. */
public enum Role {
    /** Makes clips and spends credits. */
    CREATOR,
    /** Owns rights. */
    HOLDER,
    /** Runs the installation: plugins, jobs, grants. */
    OPERATOR,
    /** Reads everything, changes nothing. */
    AUDITOR,
    /** Everything, accounts and keys included. */
    ADMIN
}
