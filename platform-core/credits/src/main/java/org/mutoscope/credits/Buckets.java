package org.mutoscope.credits;

import java.time.Duration;
import java.util.List;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/**
 * Accounts that share. Accounts linked by an operator have one daily lot between them: what the others have open is taken
 * off. Accounts of one network or one device have so many as the operator says. Values are hashes; signals are forgotten after 30 days, links are not.
 */
final class Buckets {
    static final String LINK = "LINK";
    static final String NETWORK = "NETWORK";
    static final String DEVICE = "DEVICE";
    /** An account with more devices is a trick; those beyond are not kept, so that nobody fills the table. */
    private static final int MOST_DEVICES = 20;

    private static final Duration KEPT = Duration.ofDays(30);
    private static final String OF_ACCOUNT =
            "select kind, bucket from account_bucket where account_id = ? order by kind, bucket";
    /** What the other members have been given and is not over. */
    private static final String OTHERS = "select coalesce(sum(l.granted), 0) n from account_bucket b"
            + " join ledger_account a on a.owner_kind = 'USER' and a.owner_id = b.account_id and a.purpose = 'credit'"
            + " join credit_lot l on l.account_id = a.id"
            + " where b.kind = ? and b.bucket = ? and b.account_id <> ? and l.source = 'FREE_DAILY'"
            + " and l.spend_rank = 10 and l.expires_at > ?";

    private Buckets() {}

    private record Bucket(String kind, String hash) {}

    private static List<Bucket> of(Transaction tx, String accountId) {
        return tx.query(OF_ACCOUNT, row -> new Bucket(row.text("kind"), row.text("bucket")), accountId);
    }

    /** What the account's buckets leave of a lot. */
    static long left(Transaction tx, String accountId, long credits, QuotaConfig rules) {
        long left = credits;
        for (Bucket bucket : of(tx, accountId)) {
            int lots = lots(bucket, rules);
            if (lots > 0) {
                long all = Math.multiplyExact(credits, lots);
                long others = tx.first(OTHERS, row -> row.number("n"), bucket.kind, bucket.hash, accountId, tx.now())
                        .orElse(0L);
                left = Math.min(left, Math.max(0, all - others));
            }
        }
        return left;
    }

    /** Daily lots that those in a bucket may have at a time; 0 for no bound. */
    private static int lots(Bucket bucket, QuotaConfig rules) {
        return switch (bucket.kind) {
            case NETWORK -> rules.network_lots();
            case DEVICE -> rules.device_lots();
            default -> 1;
        };
    }

    /** Notes that an account was seen on a device. */
    static void device(Transaction tx, String accountId, String device) {
        long others = tx.first(
                        "select count(*) n from account_bucket where account_id = ? and kind = ? and bucket <> ?",
                        row -> row.number("n"),
                        accountId,
                        DEVICE,
                        Words.hash(DEVICE, device))
                .orElse(0L);
        if (others < MOST_DEVICES) {
            note(tx, accountId, DEVICE, device);
        }
    }

    /** Locks the buckets of an account in one order for all. @return whether it has any */
    static boolean lock(Transaction tx, String accountId) {
        List<Bucket> buckets = of(tx, accountId);
        for (Bucket bucket : buckets) {
            tx.query(
                    "select bucket from bucket where kind = ? and bucket = ? for update",
                    row -> row.text("bucket"),
                    bucket.kind,
                    bucket.hash);
        }
        return !buckets.isEmpty();
    }

    /** Notes that an account belongs to a bucket, or was seen there again. */
    static void note(Transaction tx, String accountId, String kind, String value) {
        String hash = Words.hash(kind, value);
        int there = tx.update(
                "update account_bucket set seen_at = ? where account_id = ? and kind = ? and bucket = ?",
                tx.now(),
                accountId,
                kind,
                hash);
        if (there == 0) {
            add(tx, "insert into bucket (kind, bucket) values (?, ?)", kind, hash);
            add(
                    tx,
                    "insert into account_bucket (kind, bucket, account_id, seen_at) values (?, ?, ?, ?)",
                    kind,
                    hash,
                    accountId,
                    tx.now());
        }
    }

    private static void add(Transaction tx, String insert, Object... values) {
        try {
            tx.update(insert, values);
        } catch (DuplicateKey another) {
            // Another request was first; the row is there, which is all that is wanted.
        }
    }

    /** Forgets signals that are old. @return how many */
    static int forget(Transaction tx) {
        return tx.update(
                "delete from account_bucket where kind <> 'LINK' and seen_at < ?",
                tx.now().minus(KEPT));
    }
}
