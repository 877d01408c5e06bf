package org.mutoscope.billing;

import java.util.Optional;
import java.util.UUID;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/** Who pays: the random ids by which stores know accounts, and what the accounts' owners agreed to. */
final class Payers {
    private static final String FIND = "select token, refund_consent from billing_account where account_id = ?";
    private static final String INSERT = "insert into billing_account (account_id, token) values (?, ?)";
    private static final String CONSENT =
            "update billing_account set refund_consent = ?, consent_at = ? where account_id = ?";
    private static final String BY_TOKEN = "select account_id from billing_account where token = ?";
    private static final String BY_ID = "select id from account where id = ?";
    private static final String TOKEN = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    /** The id of an account, made at first use. It says nothing about the account. */
    UUID token(Transaction tx, String accountId) {
        Optional<UUID> known = tx.first(FIND, row -> row.uuid("token"), accountId);
        if (known.isPresent()) {
            return known.get();
        }
        UUID made = UUID.randomUUID();
        try {
            tx.update(INSERT, accountId, made);
            return made;
        } catch (DuplicateKey madeByAnother) {
            return tx.first(FIND, row -> row.uuid("token"), accountId).orElseThrow(() -> madeByAnother);
        }
    }

    boolean consents(Transaction tx, String accountId) {
        return tx.first(FIND, row -> row.flag("refund_consent"), accountId).orElse(false);
    }

    void consent(Transaction tx, String accountId, boolean given) {
        token(tx, accountId);
        tx.update(CONSENT, given, tx.now(), accountId);
    }

    /** The account that a store names: by its billing id or, where a provider was given nothing else, by its own. */
    Optional<String> named(Transaction tx, String name) {
        if (name.matches(TOKEN)) {
            return tx.first(BY_TOKEN, row -> row.text("account_id"), UUID.fromString(name));
        }
        return Texts.storable(name) ? tx.first(BY_ID, row -> row.text("id"), name) : Optional.empty();
    }
}
