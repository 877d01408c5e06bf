package org.mutoscope.views;

import java.util.HashMap;
import java.util.Map;
import org.mutoscope.core.storage.Transaction;

/**
 * Which accounts belong together: linked by an operator, or seen on one device; who belongs with one of them belongs with all. Networks do not link: half a
 * town can share one, and what comes out of one network is limited by itself.
 */
final class Clusters {
    private final Map<String, String> parents = new HashMap<>();

    static Clusters read(Transaction tx) {
        Clusters clusters = new Clusters();
        tx.query("select kind, bucket, account_id from account_bucket where kind in ('LINK', 'DEVICE')", row -> {
            clusters.join(row.text("kind") + ' ' + row.text("bucket"), row.text("account_id"));
            return null;
        });
        return clusters;
    }

    /** Puts two together. */
    void join(String one, String other) {
        parents.put(root(one), root(other));
    }

    boolean together(String one, String other) {
        return root(one).equals(root(other));
    }

    private String root(String of) {
        String at = of;
        String next = parents.getOrDefault(at, at);
        while (!next.equals(at)) {
            String beyond = parents.getOrDefault(next, next);
            parents.put(at, beyond);
            at = next;
            next = beyond;
        }
        return at;
    }
}
