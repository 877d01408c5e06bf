package org.mutoscope.credits;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/**
 * The platform's own accounts. Their rows are never updated: totals are the sums of their postings, so they cannot become a hot row.
 * Row ids are remembered once they are durable.
 */
final class PlatformAccounts {
    static final String CONSUMED = "consumed";
    static final String EXPIRED = "expired";
    static final String CLAWBACK = "clawback";

    private static final String FIND =
            "select id from ledger_account where owner_kind = 'SYS' and owner_id = 'mutoscope' and purpose = ? and asset = ?";
    private static final String INSERT =
            "insert into ledger_account (owner_kind, owner_id, purpose, asset) values ('SYS', 'mutoscope', ?, ?)";

    private final Map<String, Long> known = new ConcurrentHashMap<>();

    static String issued(Source source) {
        return "issued:" + source.name();
    }

    long id(Transaction tx, Env env, String purpose) {
        String name = env.asset() + "/" + purpose;
        Long id = known.get(name);
        if (id != null) {
            return id;
        }
        long found = findOrMake(tx, env, purpose);
        // Not before the commit: a row that is rolled back must not be remembered.
        tx.afterCommit(() -> known.put(name, found));
        return found;
    }

    private static long findOrMake(Transaction tx, Env env, String purpose) {
        List<Long> found = find(tx, env, purpose);
        if (found.isEmpty()) {
            try {
                return tx.insert("id", INSERT, purpose, env.asset());
            } catch (DuplicateKey madeByAnother) {
                found = find(tx, env, purpose);
            }
        }
        return found.get(0);
    }

    private static List<Long> find(Transaction tx, Env env, String purpose) {
        return tx.query(FIND, row -> row.number("id"), purpose, env.asset());
    }
}
