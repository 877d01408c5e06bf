package org.mutoscope.identity;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.storage.Transaction;

/** The table of keys. */
final class Keyring {
    private static final String INSERT =
            "insert into api_key (id, principal_id, account_id, sha256, hint, label, scopes, created_at,"
                    + " expires_at) values (?, ?, ?, ?, ?, ?, '', ?, ?)";
    private static final String FIND =
            "select k.principal_id, k.account_id, k.expires_at, k.revoked_at, a.name, a.frozen, m.role from"
                    + " api_key k join account a on a.id = k.account_id left join membership m on m.principal_id = k.principal_id and"
                    + " m.account_id = k.account_id where k.sha256 = ?";
    private static final String LIST =
            "select id, label, hint, created_at, expires_at, revoked_at from api_key where account_id = ?"
                    + " order by created_at, id";
    private static final String DIGEST = "select sha256 from api_key where id = ? and account_id = ?";
    private static final String REVOKE =
            "update api_key set revoked_at = ? where id = ? and account_id = ? and revoked_at is null";

    private final Secrets secrets;

    Keyring(Secrets secrets) {
        this.secrets = secrets;
    }

    Identity.Issued issue(Transaction tx, NewKey key) {
        String id = secrets.id("key");
        String secret = secrets.key();
        tx.update(
                INSERT,
                id,
                key.principalId,
                key.accountId,
                Secrets.digest(secret),
                Secrets.hint(secret),
                key.label,
                tx.now(),
                key.expires);
        return new Identity.Issued(id, secret);
    }

    /** Who a key belongs to, whether or not it still opens anything. */
    Optional<Known> find(Transaction tx, String digest) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        List<Known> rows = tx.query(
                FIND,
                row -> {
                    if (row.text("role") != null) {
                        roles.add(Role.valueOf(row.text("role")));
                    }
                    Caller caller =
                            new Caller(row.text("principal_id"), row.text("account_id"), row.text("name"), roles);
                    boolean revoked = row.moment("revoked_at") != null;
                    return new Known(caller, row.moment("expires_at"), revoked, row.flag("frozen"));
                },
                digest);
        // One row for each role; the last one was read when all had been gathered.
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(rows.size() - 1));
    }

    List<Identity.KeyFacts> list(Transaction tx, String accountId) {
        return tx.query(
                LIST,
                row -> new Identity.KeyFacts(
                        row.text("id"),
                        row.text("label"),
                        row.text("hint"),
                        row.moment("created_at"),
                        row.moment("expires_at"),
                        row.moment("revoked_at") != null),
                accountId);
    }

    /** Digest of a key, by which it is cached. */
    Optional<String> digest(Transaction tx, String accountId, String keyId) {
        return tx.first(DIGEST, row -> row.text("sha256"), keyId, accountId);
    }

    /** @return whether it was open until now */
    boolean revoke(Transaction tx, String accountId, String keyId) {
        return tx.update(REVOKE, tx.now(), keyId, accountId) == 1;
    }

    /** @param expires when it ends, or null */
    record NewKey(String principalId, String accountId, String label, Instant expires) {}

    /** What is known about a key. @param expires when it ends, or null */
    record Known(Caller caller, Instant expires, boolean revoked, boolean frozen) {}
}
