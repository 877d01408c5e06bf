package org.mutoscope.core.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** Accounts and keys. A key is {@code mk_} and 43 letters (256 random bits), shown once, kept as SHA-256. Safe for use by several threads. */
@ProviderType
public interface Identity {
    /**
     * Says who shows this key. Cheap: asked for every request; answers may lag a revocation by at most one second.
     *
     * @throws org.mutoscope.core.problem.Problem {@code invalid_api_key}, {@code expired_api_key}, {@code account_frozen}
     */
    Caller authenticate(String key);

    /**
     * Opens an account with a first key.
     *
     * @param by who does it, for the audit; null when the platform does
     * @throws org.mutoscope.core.problem.Problem {@code invalid_name}
     */
    Opened open(String name, Set<Role> roles, Caller by);

    /**
     * Freezes an account, or sets it free: while frozen its keys are refused ({@code account_frozen}); credits and clips stay. Writes the
     * audit when something changed.
     *
     * @param why one sentence for the operator
     * @param by who does it; null when the platform does
     * @return whether something changed
     */
    boolean freeze(org.mutoscope.core.storage.Transaction tx, String accountId, boolean frozen, String why, Caller by);

    /** Finds an account. */
    Optional<Account> find(String accountId);

    /** Accounts, oldest first, after the given id (null = from the first). */
    List<Account> list(String after, int limit);

    /** Issues another key. @param expires when it ends, or null */
    Issued issue(String accountId, String label, Instant expires, Caller by);

    /** Keys of an account, without their secrets. */
    List<KeyFacts> keys(String accountId);

    /** Ends a key. @return false if the account has no such key */
    boolean revoke(String accountId, String keyId, Caller by);

    /**
     * Writes a line of the audit, with the principal who did it. Call it in the act's own transaction.
     *
     * @param by who acts; null when the platform does
     */
    void audit(org.mutoscope.core.storage.Transaction tx, Caller by, String act, String subject);

    /**
     * Writes a line of the audit about an act that did not simply succeed in this transaction.
     *
     * @param by who acts; null when the platform does
     */
    default void audit(org.mutoscope.core.storage.Transaction tx, Caller by, Act act) {
        audit(tx, by, act.name(), act.subject());
    }

    /**
     * An act.
     *
     * @param name short name with dots, at most 64 characters
     * @param subject what it is done to; what is longer than 400 characters is cut
     */
    record Act(String name, String subject, Outcome outcome) {}

    /** What came of an act. */
    enum Outcome {
        /** It has begun and is no transaction: a line that follows says how it went wrong, none that it went well. */
        BEGUN,
        /** It is done. */
        DONE,
        /** It was not allowed, or made no sense; nothing was done. */
        REFUSED,
        /** It went wrong. */
        FAILED
    }

    /** A new account and its key. */
    record Opened(Account account, String key) {}

    /** A new key. @param key the secret, shown this once */
    record Issued(String keyId, String key) {}

    /** What may be shown of a key. @param hint its last four letters */
    record KeyFacts(String keyId, String label, String hint, Instant createdAt, Instant expiresAt, boolean revoked) {}
}
